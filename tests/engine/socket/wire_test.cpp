// What travels on the owner's socket: messages whole or refused, failures as they were, frames cut anywhere.
#include "socket/frames.h"
#include "socket/messages.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::tests;

namespace {

engine::Receipt receipt() { return {"s1", {7}, {9}, {ledger::Hash{}, ledger::Hash{{1, 2, 3}}}, true}; }

using Frame = std::pair<engine::FrameKind, std::string>;

std::string frames_of(const std::vector<Frame>& frames) {
  std::string bytes;
  for (const auto& [kind, content] : frames) engine::append_frame(bytes, kind, content);
  return bytes;
}

/// What comes out when `bytes` arrive `step` at a time.
std::vector<Frame> read_in_steps(const std::string& bytes, std::size_t step) {
  std::vector<Frame> read;
  engine::FrameReader reader;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    const auto more = reader.add(std::string_view(bytes).substr(at, step), [&](auto kind, auto content) {
      read.emplace_back(kind, content);
      return true;
    });
    REQUIRE(outcome_of(more) == "ok");
  }
  return read;
}

}  // namespace

TEST_CASE("a message is read as it was written") {
  const auto read = engine::from_wire<engine::Receipt>(engine::to_wire(receipt()));
  REQUIRE(outcome_of(read) == "ok");
  CHECK(read->submission == "s1");
  CHECK(read->first_sequence.value == 7);
  CHECK(read->last_sequence.value == 9);
  CHECK(read->leaf_hashes == receipt().leaf_hashes);
  CHECK(read->repeated);
}

TEST_CASE("what may be absent is told from what is zero") {
  const engine::Submission given{{{1, 2}, {}}, {{"school/1", std::nullopt}, {"school/2", ledger::Version{0}}}};
  const auto read = engine::from_wire<engine::Submission>(engine::to_wire(given));
  REQUIRE(outcome_of(read) == "ok");
  CHECK(read->events == given.events);
  CHECK_FALSE(read->expected[0].version.has_value());
  CHECK(read->expected[1].version == ledger::Version{0});
}

TEST_CASE("a message cut anywhere, or with a byte too many, is refused") {
  const auto bytes = engine::to_wire(receipt());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    CHECK(outcome_of(engine::from_wire<engine::Receipt>(bytes.substr(0, size))) == "error bad_message");
  }
  CHECK(outcome_of(engine::from_wire<engine::Receipt>(bytes + '\0')) == "error bad_message");
}

TEST_CASE("a count that no bytes stand behind costs no memory") {
  CHECK(outcome_of(engine::from_wire<engine::Submission>(std::string(4, '\xff'))) == "error bad_message");
}

TEST_CASE("a failure arrives as it was, whole") {
  const ledger::Failure refusal = ledger::Refusal{ledger::RefusalCode::school_exists, "line 3", "none", "school/1"};
  const auto told = engine::failure_from_wire(engine::failure_to_wire(refusal));
  const auto* again = std::get_if<ledger::Refusal>(&told);
  REQUIRE(again != nullptr);
  CHECK(again->code == ledger::RefusalCode::school_exists);
  CHECK(again->place == "line 3");
  CHECK(again->expected == "none");
  CHECK(again->actual == "school/1");
  const ledger::Failure error = ledger::Error{ledger::ErrorCode::disk_full, "a/b", "no room"};
  const auto failed = engine::failure_from_wire(engine::failure_to_wire(error));
  REQUIRE(std::holds_alternative<ledger::Error>(failed));
  CHECK(std::get<ledger::Error>(failed).place == "a/b");
  CHECK(std::get<ledger::Error>(failed).detail == "no room");
}

TEST_CASE("a failure that this build does not know is said to be unknown") {
  const auto code = static_cast<ledger::RefusalCode>(65'000);
  const auto told = engine::failure_from_wire(engine::failure_to_wire(ledger::Refusal{code, "", "", ""}));
  CHECK(outcome_of(told) == "error bad_message");
}

TEST_CASE("frames come out whole, wherever they were cut") {
  const std::vector<Frame> sent = {{engine::FrameKind::event, std::string(300, 'e')},
                                   {engine::FrameKind::heartbeat, "h"},
                                   {engine::FrameKind::end, ""}};
  const auto bytes = frames_of(sent);
  for (std::size_t step = 1; step <= bytes.size(); step += 7) {
    INFO(step);
    CHECK(read_in_steps(bytes, step) == sent);
  }
}

TEST_CASE("a frame of no known kind, and one longer than any, is refused") {
  const auto everything = [](auto, auto) { return true; };
  for (const std::string& bytes : {std::string("\x07\x01\x00\x00\x00x", 6), std::string("\x00\x00\x00\x00\x00", 5),
                                   std::string("\x01\xff\xff\xff\xff", 5)}) {
    engine::FrameReader reader;
    CHECK(outcome_of(reader.add(bytes, everything)) == "error bad_message");
  }
}
