// A feed to a reader who takes what he wants: the backlog is bounded, and its end says where to go on.
#include "socket/feed_writer.h"

#include "shiji/ledger/events/codec.h"
#include "socket/frames.h"
#include "socket/messages.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::tests;

namespace {

/// A client who takes nothing until the feed is over, or everything at once.
class ScriptedClient final : public engine::HttpExchange {
 public:
  explicit ScriptedClient(bool takes) : takes_(takes) {}
  const engine::HttpRequest& request() const override { return request_; }
  void answer(unsigned, std::string_view) override {}
  engine::Outgoing begin_chunks() override { return {}; }
  bool send(engine::Outgoing& outgoing, std::chrono::milliseconds) override {
    waiting_most = std::max(waiting_most, outgoing.size());
    if (takes_) send_all(outgoing);
    return takes_;
  }
  void send_all(engine::Outgoing& outgoing) override {
    taken += outgoing.bytes.substr(outgoing.sent);
    outgoing = {};
  }
  bool gone() const override { return false; }
  bool stopping() const override { return false; }

  /// The frames of everything that was sent.
  [[nodiscard]] std::vector<std::pair<engine::FrameKind, std::string>> frames() const {
    std::vector<std::pair<engine::FrameKind, std::string>> read;
    engine::FrameReader reader;
    std::string_view rest = taken;
    while (!rest.empty()) {
      const auto line = rest.find("\r\n");
      const auto size = std::stoul(std::string(rest.substr(0, line)), nullptr, 16);
      REQUIRE(reader
                  .add(rest.substr(line + 2, size),
                       [&](auto kind, auto content) {
                         read.emplace_back(kind, content);
                         return true;
                       })
                  .ok());
      rest.remove_prefix(line + 2 + size + 2);
    }
    return read;
  }

  std::string taken;
  std::size_t waiting_most = 0;

 private:
  bool takes_;
  engine::HttpRequest request_;
};

/// Feeds the whole ledger to `client`; how many events were let in.
std::uint64_t feed_to(TestLedger& ledger, ScriptedClient& client, engine::FeedLimits limits) {
  engine::FeedWriter writer(client, limits);
  std::uint64_t events = 0;
  const auto outcome = ledger.owner().feed({0}, std::nullopt, [&](const engine::RecordedEvent& event) {
    ++events;
    return writer.event(event);
  });
  writer.finish(outcome);
  return events;
}

}  // namespace

TEST_CASE("a reader who keeps up gets every event and an end") {
  TestLedger ledger;
  ledger.open();
  ScriptedClient client(true);
  CHECK(feed_to(ledger, client, {}) == ledger.size());
  const auto frames = client.frames();
  CHECK(frames.size() == ledger.size() + 1);
  CHECK(frames.back().first == engine::FrameKind::end);
}

TEST_CASE("a reader who takes nothing is ended at the limit, with the sequence to resume from") {
  TestLedger ledger;
  ledger.open();
  ScriptedClient client(false);
  constexpr std::size_t backlog = 30'000;
  const auto events = feed_to(ledger, client, {.backlog_bytes = backlog, .patience = {}});
  CHECK(events < ledger.size());
  CHECK(client.waiting_most > backlog);
  CHECK(client.waiting_most < backlog + 100'000);
  const auto frames = client.frames();
  REQUIRE(frames.size() == events + 1);
  REQUIRE(frames.back().first == engine::FrameKind::error);
  const auto told = engine::failure_from_wire(frames.back().second);
  REQUIRE(outcome_of(told) == "error reader_too_slow");
  CHECK(std::get<ledger::Error>(told).place == "event " + std::to_string(events));
}

TEST_CASE("a feed that fails ends with the failure") {
  TestLedger ledger;
  ledger.open();
  ScriptedClient client(true);
  engine::FeedWriter writer(client, {});
  writer.finish(ledger::Error{ledger::ErrorCode::corrupt, "event 5", "it is missing"});
  const auto frames = client.frames();
  REQUIRE(frames.size() == 1);
  CHECK(outcome_of(engine::failure_from_wire(frames.front().second)) == "error corrupt");
}
