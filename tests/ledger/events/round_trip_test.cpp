// Events of every type survive every way between structs, bytes and JSON.
#include "random_events.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <random>

using namespace shiji::ledger;
using shiji::test::all_types;
using shiji::test::must;
using shiji::test::RandomEvents;

namespace {

/// RapidCheck chooses seeds: drawing each byte from it would take minutes. A failure prints the seed.
RandomEvents from_rapidcheck() {
  const auto seed = *rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>()));
  return RandomEvents([engine = std::mt19937_64(seed)](std::uint64_t bound) mutable { return engine() % bound; });
}

std::string json_of(Bytes bytes) { return must(event_to_json(must(decode_event(bytes)), leaf_hash(bytes), {})); }

/// The same event as a command: its position goes, everything else stays.
std::string command_of(const std::string& event_json) {
  return "{" + event_json.substr(event_json.find("\"stream\":"));
}

template <typename Property>
void check_every_type(const char* what, const Property& property) {
  INFO("types: " << event_type_count);
  REQUIRE(rc::check(what, [&] {
    for (const auto type : all_types()) {
      auto random = from_rapidcheck();
      property(random, type);
    }
  }));
}

}  // namespace

TEST_CASE("decoding what was encoded and encoding it again gives the same bytes") {
  check_every_type("bytes -> struct -> bytes", [](RandomEvents& random, EventType type) {
    const Event event = random.event(type);
    const Buffer bytes = encode_event(event);
    const auto decoded = must(decode_event(bytes));
    RC_ASSERT(decoded.type == type);
    RC_ASSERT(decoded.event.actor == event.actor);
    RC_ASSERT(std::ranges::equal(decoded.event.subjects, event.subjects));
    RC_ASSERT(decoded.event.occurred_at == event.occurred_at);
    RC_ASSERT(encode_event(decoded.event) == bytes);
  });
}

TEST_CASE("a copy of decoded bytes reads the same, and views the copy") {
  check_every_type("bytes -> copy -> struct", [](RandomEvents& random, EventType type) {
    Buffer bytes = encode_event(random.event(type));
    const Buffer copy = bytes;
    const auto decoded = must(decode_event(bytes));
    const auto again = decode_copy(copy, decoded.type);
    std::ranges::fill(bytes, std::uint8_t{0});
    RC_ASSERT(again.type == type);
    RC_ASSERT(again.bytes.data() == copy.data());
    RC_ASSERT(encode_event(again.event) == copy);
  });
}

TEST_CASE("JSON of an event read as a command gives the same bytes") {
  check_every_type("bytes -> JSON -> bytes", [](RandomEvents& random, EventType type) {
    const Buffer bytes = encode_event(random.event(type));
    const auto command = must(JsonCommand::parse(command_of(json_of(bytes)), 1));
    RC_ASSERT(command.type() == type);
    const auto again = must(command.encode({}));
    RC_ASSERT(to_hex(again) == to_hex(bytes));
  });
}

TEST_CASE("a command agrees with the event it became, and with no other") {
  check_every_type("agreement", [](RandomEvents& random, EventType type) {
    const Buffer bytes = encode_event(random.event(type));
    const Buffer other = encode_event(random.event(type));
    const auto command = must(JsonCommand::parse(command_of(json_of(bytes)), 1));
    std::string place;
    RC_ASSERT(must(command.agrees_with(must(decode_event(bytes)), {}, &place)));
    RC_ASSERT(!must(command.agrees_with(must(decode_event(other)), {}, &place)));
    RC_ASSERT(place.rfind("line 1 /", 0) == 0);
  });
}

TEST_CASE("a payload lies 8-aligned in its event, whatever stands around it") {
  check_every_type("alignment", [](RandomEvents& random, EventType type) {
    const Buffer bytes = encode_event(random.event(type));
    const auto decoded = must(decode_event(bytes));
    RC_ASSERT(reinterpret_cast<std::uintptr_t>(decoded.event.payload.data()) % 8 == 0U);
    RC_ASSERT(bytes.size() % 8 == 0U);
  });
}

TEST_CASE("payload structs hold what was put into them") {
  const std::vector<Subject> teachers = {Subject{{1}}, Subject{{2}}};
  const auto roster = write_payload(training::RosterFixed{.teachers = teachers});
  CHECK(std::ranges::equal(read_table<training::RosterFixed>(roster).teachers, teachers));

  const std::vector<training::SessionUnit> units = {{Time{10}, Time{20}}, {Time{30}, Time{40}}};
  const auto bytes = write_payload(training::SessionScheduled{
      .title = "语文研修", .level = Level::county, .venue = "三楼", .units = units, .sign_out_required = true});
  const auto session = read_payload<training::SessionScheduled>(training::SessionScheduled::type, bytes);
  CHECK(session.title == "语文研修");
  CHECK(session.level == Level::county);
  CHECK(session.sign_out_required);
  CHECK(std::ranges::equal(session.units, units));
}

TEST_CASE("every type is found by its name and knows its stream family") {
  for (const auto type : all_types()) {
    CHECK(event_type_of(name_of(type)) == type);
    CHECK_FALSE(info_of(type).stream_family.empty());
    CHECK(name_of(type).substr(0, info_of(type).area.size()) == info_of(type).area);
  }
  CHECK(event_type_of("training.Nothing") == EventType::unknown);
  CHECK(event_type_of("") == EventType::unknown);
  CHECK(info_of(training::AttendanceFinalised::type).written_by_ledger);
  CHECK_FALSE(info_of(training::SessionClosed::type).written_by_ledger);
  CHECK(info_of(control::StreamHeadsRecorded::type).written_by_owner);
  CHECK_FALSE(info_of(control::StreamHeadsRecorded::type).written_by_ledger);
  CHECK_FALSE(info_of(control::DemoEnded::type).written_by_owner);
  CHECK(info_of(identity::TeacherRegistered::type).stream_family == "teacher");
}
