// What is checked where events are hashed, against what is told when every event is looked at in order.
#include "verify/event_blocks.h"

#include "chunk_of.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "temporary_directory.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace shiji;
using namespace shiji::tests;

namespace {

constexpr std::uint64_t stored = 300;
constexpr std::uint64_t in_stream = 40;  // events of a stream, one behind the other
constexpr std::uint64_t in_chunk = 64;

/// One event on its way into a chunk.
struct Made {
  ledger::Event event;
  std::string stream, id;
};

using Change = std::function<void(Made& made)>;

/// Runs of streams and submissions, of which one event is changed; those behind it go on from what it became.
std::vector<ledger::Buffer> made_events(std::uint64_t changed, const Change& change) {
  std::vector<ledger::Buffer> out;
  const auto command = school(1);
  ledger::Position last{};
  for (std::uint64_t i = 0; i < stored; ++i) {
    const bool begins = i % in_stream == 0;
    Made made;
    made.stream = "school/" + std::to_string(1'000'000 + i / in_stream);
    made.id = "s" + std::to_string(i / in_stream);
    auto& position = made.event.position;
    position.sequence = {i};
    position.version = {begins ? 0 : last.version.value + 1};
    position.recorded_at = {static_cast<std::int64_t>(1'000'000 + i / 3)};
    if (!out.empty()) position.previous = ledger::leaf_hash(out.back());
    if (!begins) position.stream_previous = position.previous;
    made.event.type = ledger::name_of(command.type);
    made.event.payload = command.payload;
    made.event.submission = {{}, static_cast<std::uint32_t>(i % in_stream), in_stream};
    if (i == changed) change(made);
    made.event.stream = made.stream;
    if (made.event.submission) made.event.submission->id = made.id;
    last = made.event.position;
    auto bytes = ledger::encode_event(made.event);
    ledger::patch_position(bytes, ledger::patch_offsets(*ledger::decode_event(bytes)), last);
    out.push_back(std::move(bytes));
  }
  return out;
}

void put(engine::ChainStore& chain, const std::vector<ledger::Buffer>& events) {
  engine::CommitBatch batch;
  for (std::uint64_t first = 0; first < events.size(); first += in_chunk) {
    std::vector<ledger::Bytes> views;
    for (std::uint64_t i = first; i < std::min<std::uint64_t>(first + in_chunk, events.size()); ++i) {
      views.emplace_back(events[i]);
    }
    batch.chunks.push_back({{{first}, static_cast<std::uint32_t>(views.size())}, chunk_of(views)});
  }
  REQUIRE(chain.commit(batch).ok());
}

struct Told {
  std::vector<std::string> faults;
  std::optional<ledger::LinkChecker::StreamHead> head;  // of the stream that was changed
  ledger::Sequence next;
  bool operator==(const Told&) const = default;
};

ledger::LinkChecker::FaultSink into(Told& told) {
  return [&](const ledger::LinkFault& fault) {
    told.faults.push_back(std::string(name_of(fault.kind)) + " " + std::to_string(fault.sequence.value) + " " +
                          fault.expected + " " + fault.actual);
  };
}

Told told_one_by_one(const std::vector<ledger::Buffer>& events, const std::string& stream) {
  Told told;
  ledger::LinkChecker links;
  for (const auto& bytes : events) {
    const auto event = ledger::decode_event(bytes);
    REQUIRE(event.ok());
    const auto& position = event->event.position;
    links.feed({position.sequence, position.version, position.recorded_at, position.previous, position.stream_previous,
                event->event.stream, ledger::leaf_hash(bytes)},
               into(told));
  }
  told.head = links.head_of(stream);
  told.next = links.next_sequence();
  return told;
}

struct Seen {
  Told told;
  std::vector<bool> looked_at;  // of each event: in order, by itself
  std::vector<ledger::Hash> contents;
};

Seen seen_in_blocks(const engine::ChainStore& chain, const std::string& stream) {
  Seen seen;
  ledger::LinkChecker links;
  engine::EventBlocks blocks(chain, 2);
  while (const auto block = blocks.next()) {
    for (const auto& event : block->events) {
      links.feed(event.linked, into(seen.told));
      seen.looked_at.push_back(true);
      if (event.followers == 0) continue;
      const auto last = event.at + event.followers;
      links.follow(event.followers, event.last_recorded_at, block->leaves[last]);
      seen.looked_at.insert(seen.looked_at.end(), event.followers, false);
    }
    seen.contents.insert(seen.contents.end(), block->contents.begin(), block->contents.end());
  }
  seen.told.head = links.head_of(stream);
  seen.told.next = links.next_sequence();
  return seen;
}

/// What is told is the same, and the changed event was looked at in order.
void check(const Change& change, bool is_looked_at = true) {
  const auto environment = engine::system_environment();
  for (const std::uint64_t changed : {1U, 41U, 63U, 64U, 100U}) {
    CAPTURE(changed);
    const TemporaryDirectory directory;
    const auto made = engine::ChainStore::open(directory / "chain", engine::ChainStore::Mode::create, environment);
    REQUIRE(made.ok());
    const auto events = made_events(changed, change);
    put(**made, events);
    const auto stream = "school/" + std::to_string(1'000'000 + changed / in_stream);
    const auto seen = seen_in_blocks(**made, stream);
    CHECK(seen.told == told_one_by_one(events, stream));
    REQUIRE(seen.looked_at.size() == events.size());
    CHECK((seen.looked_at[changed] == is_looked_at || changed % in_chunk == 0));
    for (std::uint64_t i = 0; i < events.size(); ++i) {
      const auto event = ledger::decode_event(events[i]);
      if (event->event.submission) {
        CHECK(seen.contents[i] == ledger::content_digest(events[i], ledger::patch_offsets(*event)));
      }
    }
  }
}

}  // namespace

TEST_CASE("events that follow from the one before are passed over, with nothing to tell") {
  check([](Made&) {}, false);
}

TEST_CASE("an event that is earlier or later, elsewhere, or linked otherwise is looked at, and the same is told") {
  check([](Made& made) { ++made.event.position.sequence.value; });
  check([](Made& made) { made.event.position.sequence.value -= 1; });
  check([](Made& made) { ++made.event.position.version.value; });
  check([](Made& made) { made.event.position.version = {~std::uint64_t{0}}; });
  check([](Made& made) { made.event.position.version = {0}; });
  check([](Made& made) { made.event.position.recorded_at.value -= 10; });
  check([](Made& made) { made.event.position.previous.bytes[31] ^= 1U; });
  check([](Made& made) { made.event.position.stream_previous.bytes[0] ^= 1U; });
  check([](Made& made) { made.stream += "x"; });
}

TEST_CASE("an event of another submission, another part, or none is looked at") {
  check([](Made& made) { made.id += "x"; });
  check([](Made& made) { ++made.event.submission->index; });
  check([](Made& made) { made.event.submission->index = 0; });
  check([](Made& made) { ++made.event.submission->count; });
  check([](Made& made) { made.event.submission.reset(); });
}

TEST_CASE("an event that somebody signed, or that keys or telemetry come from, is looked at") {
  check([](Made& made) { made.event.signature = ledger::Signature{}; });
  const auto document = document_part(1, 0, 2);
  check([&](Made& made) {
    made.event.type = ledger::name_of(document.type);
    made.event.payload = document.payload;
  });
}
