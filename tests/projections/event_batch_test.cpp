// EventBatch: events stay readable when the feed's bytes are gone, and the batch knows whether each follows the last.
#include "projector/event_batch.h"

#include "fake_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using document::AttendanceOutcome;

namespace {

FakeLedger three_sessions() {
  FakeLedger ledger;
  for (const char* session : {"a", "b", "c"}) {
    finalise(ledger, session, "2023-09-04", {entry(1, AttendanceOutcome::present)});
  }
  return ledger;
}

EventBatch batch_of(const FakeLedger& ledger) {
  EventBatch batch;
  REQUIRE(ledger
              .feed({0}, std::nullopt,
                    [&](const engine::RecordedEvent& recorded) {
                      batch.add(recorded);
                      return true;
                    })
              .ok());
  batch.close();
  return batch;
}

}  // namespace

TEST_CASE("a batch holds what was added, with its types, when the bytes it came from are gone", "[batch]") {
  const auto expected = three_sessions();
  const auto batch = batch_of(three_sessions());
  REQUIRE(batch.size() == 3);
  CHECK(batch.linked());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& recorded = batch.events()[i];
    CHECK(std::ranges::equal(recorded.event.bytes, expected.event(i).bytes));
    CHECK(recorded.event.event.stream == expected.event(i).event.stream);
    CHECK(recorded.leaf_hash == expected.hash(i));
    CHECK(batch.types()[i] == ledger::EventType::training_AttendanceFinalised);
  }
}

TEST_CASE("a batch with a gap, an event that comes twice or a link to another event is not linked", "[batch]") {
  auto ledger = three_sessions();
  SECTION("a gap") { ledger.delivered = std::vector<std::size_t>{0, 2}; }
  SECTION("an event twice") { ledger.delivered = std::vector<std::size_t>{0, 0, 1}; }
  SECTION("another link") {
    FakeLedger other;
    for (int i = 0; i < 3; ++i) finalise(other, "x", "2023-01-01", {entry(9, AttendanceOutcome::present)});
    ledger.forge(2, other, 2);
  }
  CHECK_FALSE(batch_of(ledger).linked());
}

TEST_CASE("an empty batch and a batch of one event are linked", "[batch]") {
  auto ledger = three_sessions();
  ledger.visible = 0;
  CHECK(batch_of(ledger).linked());
  ledger.visible = 1;
  CHECK(batch_of(ledger).linked());
}
