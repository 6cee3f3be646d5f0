#include "shiji/ledger/chain/link_checker.h"

#include "chain/memory_log.h"

#include <catch2/catch.hpp>

#include <map>

namespace shiji::ledger {
namespace {

using Kind = LinkFaultKind;

struct StoredEvent {
  Sequence sequence;
  Version version;
  Time recorded_at;
  Hash previous, stream_previous;
  std::string stream;
  Hash leaf;
};

Hash some_hash(std::uint64_t number) { return sha256("leaf " + std::to_string(number)); }

/// A sound ledger: event i goes to stream i % streams, a microsecond after the one before it (every third at its time).
std::vector<StoredEvent> sound_ledger(std::size_t events, std::size_t streams) {
  std::vector<StoredEvent> out;
  std::map<std::string, std::pair<std::uint64_t, Hash>> heads;
  for (std::uint64_t i = 0; i < events; ++i) {
    const std::string stream = "teacher/" + std::to_string(i % streams);
    auto& [version, head] = heads[stream];
    const auto time = static_cast<std::int64_t>(1'700'000'000'000'000 + i - i % 3);
    const Hash previous = out.empty() ? Hash{} : out.back().leaf;
    out.push_back({Sequence{i}, Version{version}, Time{time}, previous, head, stream, some_hash(i)});
    ++version;
    head = out.back().leaf;
  }
  return out;
}

std::vector<LinkFault> faults_of_links(const std::vector<StoredEvent>& ledger) {
  std::vector<LinkFault> faults;
  LinkChecker checker;
  for (const StoredEvent& event : ledger)
    checker.feed({event.sequence, event.version, event.recorded_at, event.previous, event.stream_previous, event.stream,
                  event.leaf},
                 [&](LinkFault fault) { faults.push_back(std::move(fault)); });
  return faults;
}

using Place = std::pair<Kind, std::uint64_t>;

std::vector<Place> places(const std::vector<StoredEvent>& ledger) {
  std::vector<Place> out;
  for (const LinkFault& fault : faults_of_links(ledger)) out.emplace_back(fault.kind, fault.sequence.value);
  return out;
}

std::vector<Place> places_after(std::size_t at, void (*change)(StoredEvent&)) {
  std::vector<StoredEvent> ledger = sound_ledger(40, 4);
  change(ledger[at]);
  return places(ledger);
}

}  // namespace

TEST_CASE("a sound ledger has no link faults, whatever the number of streams") {
  for (const std::size_t streams : {1U, 2U, 7U, 5'000U}) CHECK(faults_of_links(sound_ledger(5'000, streams)).empty());
  CHECK(faults_of_links({}).empty());
}

TEST_CASE("the checker knows the head of each stream and what comes next") {
  LinkChecker checker;
  const auto ledger = sound_ledger(3'000, 1'500);
  for (const StoredEvent& event : ledger)
    checker.feed({event.sequence, event.version, event.recorded_at, event.previous, event.stream_previous, event.stream,
                  event.leaf},
                 [](const LinkFault&) { FAIL("no fault was expected"); });
  CHECK(checker.next_sequence() == Sequence{3'000});
  CHECK(checker.streams() == 1'500);
  CHECK(checker.head_of("teacher/7") == LinkChecker::StreamHead{Version{1}, Sequence{1'507}, some_hash(1'507)});
  CHECK_FALSE(checker.head_of("teacher/1500").has_value());
}

TEST_CASE("a link that names another event is found at the event that carries it") {
  CHECK(places_after(17, [](StoredEvent& event) { event.previous.bytes[31] ^= 1U; }) ==
        std::vector<Place>{{Kind::previous_mismatch, 17}});
  CHECK(places_after(17, [](StoredEvent& event) { event.stream_previous.bytes[0] ^= 0x80U; }) ==
        std::vector<Place>{{Kind::stream_previous_mismatch, 17}});
}

TEST_CASE("an event whose bytes changed breaks the two links that name it") {
  CHECK(places_after(17, [](StoredEvent& event) { event.leaf.bytes[5] ^= 1U; }) ==
        std::vector<Place>{{Kind::previous_mismatch, 18}, {Kind::stream_previous_mismatch, 21}});
}

TEST_CASE("the first event and the first of a stream link to nothing") {
  CHECK(places_after(0, [](StoredEvent& event) { event.previous = some_hash(1); }) ==
        std::vector<Place>{{Kind::previous_mismatch, 0}});
  CHECK(places_after(3, [](StoredEvent& event) { event.stream_previous = some_hash(2); }) ==
        std::vector<Place>{{Kind::stream_previous_mismatch, 3}});
  CHECK(places_after(17, [](StoredEvent& event) { event.previous = Hash{}; }) ==
        std::vector<Place>{{Kind::previous_mismatch, 17}});
}

TEST_CASE("recorded time may stand still and never goes back") {
  CHECK(places_after(18, [](StoredEvent& event) { event.recorded_at.value -= 10; }) ==
        std::vector<Place>{{Kind::time_went_back, 18}});
  CHECK(places_after(18, [](StoredEvent& event) { event.recorded_at.value += 10; }) ==
        std::vector<Place>{{Kind::time_went_back, 19}});
  CHECK(places_after(0, [](StoredEvent& event) { event.recorded_at.value = -1; }).empty());
}

TEST_CASE("a fault names its place, the stream, what was expected and what is there") {
  auto ledger = sound_ledger(40, 4);
  ledger[18].recorded_at = Time{0};
  ledger[30].version = Version{3};
  const auto faults = faults_of_links(ledger);
  REQUIRE(faults.size() == 3);
  CHECK(faults[0].stream == "teacher/2");
  CHECK(faults[0].expected == "2023-11-14T22:13:20.000015Z");
  CHECK(faults[0].actual == "1970-01-01T00:00:00.000000Z");
  CHECK(faults[1].kind == Kind::version_not_dense);
  CHECK(faults[1].sequence == Sequence{30});
  CHECK(faults[1].expected == "7");
  CHECK(faults[1].actual == "3");
  CHECK(faults[2].kind == Kind::version_not_dense);  // the stream's next one, seen from the damaged number
  CHECK(faults[2].sequence == Sequence{34});
}

TEST_CASE("a version that is skipped or repeated is found") {
  CHECK(places_after(39, [](StoredEvent& event) { ++event.version.value; }) ==
        std::vector<Place>{{Kind::version_not_dense, 39}});
  CHECK(places_after(39, [](StoredEvent& event) { --event.version.value; }) ==
        std::vector<Place>{{Kind::version_not_dense, 39}});
  CHECK(places_after(2, [](StoredEvent& event) { event.version = Version{~std::uint64_t{0}}; }).front() ==
        Place{Kind::version_not_dense, 2});
}

TEST_CASE("a run of lost events is one fault, at the first event after it") {
  auto ledger = sound_ledger(100, 4);
  ledger.erase(ledger.begin() + 50, ledger.begin() + 63);
  const auto faults = faults_of_links(ledger);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::sequence_gap);
  CHECK(faults[0].sequence == Sequence{63});
  CHECK(faults[0].expected == "50");
  CHECK(faults[0].actual == "63");
}

TEST_CASE("lost events explain no version that goes back and no link within the gap's end") {
  auto ledger = sound_ledger(100, 4);
  ledger.erase(ledger.begin() + 50, ledger.begin() + 63);
  ledger[50].version = Version{2};            // sequence 63
  ledger[60].stream_previous.bytes[0] ^= 1U;  // sequence 73
  ledger[61].version.value += 1;              // sequence 74
  const auto found = places(ledger);
  CHECK(std::count(found.begin(), found.end(), Place{Kind::version_not_dense, 63}) == 1);
  CHECK(std::count(found.begin(), found.end(), Place{Kind::stream_previous_mismatch, 73}) == 1);
  CHECK(std::count(found.begin(), found.end(), Place{Kind::version_not_dense, 74}) == 1);
}

TEST_CASE("a ledger that does not start at 0 has lost its beginning") {
  auto ledger = sound_ledger(20, 2);
  ledger.erase(ledger.begin(), ledger.begin() + 5);
  CHECK(places(ledger) == std::vector<Place>{{Kind::sequence_gap, 5}});
}

TEST_CASE("an event stored twice and two events swapped are found") {
  auto ledger = sound_ledger(20, 2);
  ledger.insert(ledger.begin() + 10, ledger[9]);
  const auto twice = places(ledger);
  CHECK(twice == std::vector<Place>{{Kind::sequence_gap, 9}, {Kind::version_not_dense, 9}});
  ledger = sound_ledger(20, 2);
  std::swap(ledger[9], ledger[10]);
  CHECK(places(ledger).front() == Place{Kind::sequence_gap, 10});
}

TEST_CASE("one damaged sequence number is one fault") {
  CHECK(places_after(17, [](StoredEvent& event) { event.sequence = Sequence{1'000'000}; }) ==
        std::vector<Place>{{Kind::sequence_gap, 1'000'000}});
  CHECK(places_after(17, [](StoredEvent& event) { event.sequence = Sequence{3}; }) ==
        std::vector<Place>{{Kind::sequence_gap, 3}});
}

TEST_CASE("a damaged sequence number hides no lost version after it") {
  auto ledger = sound_ledger(40, 4);
  ledger[17].sequence = Sequence{1'000'000};
  ledger[38].version.value += 1;
  CHECK(places(ledger) == std::vector<Place>{{Kind::sequence_gap, 1'000'000}, {Kind::version_not_dense, 38}});
}

TEST_CASE("many damages are each found, in order") {
  auto ledger = sound_ledger(1'000, 10);
  for (std::size_t i = 100; i < 1'000; i += 100) ledger[i].previous.bytes[1] ^= 1U;
  const auto found = places(ledger);
  REQUIRE(found.size() == 9);
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == Place{Kind::previous_mismatch, (i + 1) * 100});
}

TEST_CASE("every kind of link fault has its name") {
  CHECK(name_of(Kind::sequence_gap) == "sequence_gap");
  CHECK(name_of(Kind::previous_mismatch) == "previous_mismatch");
  CHECK(name_of(Kind::time_went_back) == "time_went_back");
  CHECK(name_of(Kind::version_not_dense) == "version_not_dense");
  CHECK(name_of(Kind::stream_previous_mismatch) == "stream_previous_mismatch");
}

}  // namespace shiji::ledger
