// What bytes have to be to be an event, and what happens to bytes that are not.
#include "field_reference.h"
#include "random_events.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>
#include <flatbuffers/flatbuffers.h>

#include <cstring>
#include <random>

using namespace shiji::ledger;
using shiji::test::all_types;
using shiji::test::must;
using shiji::test::refer;

namespace {

Event closed(const Buffer& payload) {
  return {.stream = "session/1", .type = "training.SessionClosed", .payload = payload};
}

Buffer closed_event() { return encode_event(closed(write_payload(training::SessionClosed{.reason = "over"}))); }

Refusal refused(const Result<DecodedEvent>& result) {
  REQUIRE(result.refusal() != nullptr);
  return *result.refusal();
}

/// A table of one string in field 0, as a client with another schema might build it.
Buffer table_of_one_string(const char* text) {
  flatbuffers::FlatBufferBuilder builder;
  const auto value = builder.CreateString(text);
  const auto start = builder.StartTable();
  builder.AddOffset(4, value);
  builder.Finish(flatbuffers::Offset<void>(builder.EndTable(start)));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

/// A sound event but for its alignment, made by somebody else's builder: the position is written after the strings and
/// the payload without force_align, so that one of the lengths misaligns it.
Buffer laid_out_otherwise(std::size_t reason_length) {
  const auto payload = write_payload(training::SessionClosed{.reason = std::string(reason_length, 'x')});
  flatbuffers::FlatBufferBuilder builder;
  const auto nested = builder.CreateVector(payload);
  const auto stream = builder.CreateString("session/1");
  const auto type = builder.CreateString("training.SessionClosed");
  const std::vector<std::uint64_t> position(sizeof(Position) / 8);
  builder.StartVector(position.size(), 8);
  builder.PushBytes(reinterpret_cast<const std::uint8_t*>(position.data()), sizeof(Position));
  const auto only = flatbuffers::Offset<void>(builder.EndVector(1));
  const auto start = builder.StartTable();
  builder.AddOffset(4, only);
  builder.AddOffset(6, stream);
  builder.AddOffset(8, type);
  builder.AddOffset(10, nested);
  builder.Finish(flatbuffers::Offset<void>(builder.EndTable(start)));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace

TEST_CASE("bytes that are no FlatBuffer are not an event") {
  for (const std::size_t size : {0U, 1U, 7U, 8U, 200U}) {
    CHECK(refused(decode_event(Buffer(size, 0xff))).code == RefusalCode::not_an_event);
  }
  Buffer cut = closed_event();
  cut.resize(cut.size() / 2);
  CHECK(refused(decode_event(cut)).code == RefusalCode::not_an_event);
}

TEST_CASE("a payload that is no table of its type is refused under /payload") {
  const auto refusal = refused(decode_event(encode_event(closed(Buffer(16, 0xff)))));
  CHECK(refusal.code == RefusalCode::not_an_event);
  CHECK(refusal.place == "/payload");
}

TEST_CASE("an event of more than 65,535 bytes is refused") {
  const std::string reason(66'000, 'x');
  const auto bytes = encode_event(closed(write_payload(training::SessionClosed{.reason = reason})));
  CHECK(refused(decode_event(bytes)).code == RefusalCode::event_too_large);
}

TEST_CASE("an event of an unknown type is decoded and said to be of unknown type") {
  const auto payload = table_of_one_string("x");
  const auto bytes = encode_event({.stream = "x/1", .type = "future.Thing", .payload = payload});
  const auto event = must(decode_event(bytes));
  CHECK(event.type == EventType::unknown);
  CHECK(check_command(event).refusal()->code == RefusalCode::unknown_type);
  CHECK(check_command(event).refusal()->place == "/type");
  CHECK(must(event_to_json(event, leaf_hash(bytes), {})).find("\"payload\":\"") != std::string::npos);
}

TEST_CASE("a scalar that has to be given is missed and named, though the FlatBuffer is sound") {
  const auto payload = table_of_one_string("X-1");  // control.CodeTableAdopted lacks its digest: unsound
  CHECK(refused(decode_event(encode_event({.stream = "codes", .type = "control.CodeTableAdopted", .payload = payload})))
            .code == RefusalCode::not_an_event);
  flatbuffers::FlatBufferBuilder builder;
  const auto school = builder.CreateString("3101010001");
  const Subject teacher{{1}};
  const auto start = builder.StartTable();
  builder.AddOffset(6, school);
  builder.Align(1);
  builder.PushBytes(teacher.bytes.data(), teacher.bytes.size());
  builder.TrackField(4, builder.GetSize());
  builder.Finish(flatbuffers::Offset<void>(builder.EndTable(start)));
  const Buffer ended(builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize());
  const auto result =
      decode_event(encode_event({.stream = "teacher/1", .type = "employment.EmploymentEnded", .payload = ended}));
  CHECK(refused(result).code == RefusalCode::missing_field);
  CHECK(refused(result).place == "/payload/effective");
}

TEST_CASE("values no schema knows are refused where they stand") {
  const auto refusal_of = [](const Buffer& bytes) { return refused(decode_event(bytes)); };
  auto event = closed(Buffer());
  const auto sound = write_payload(training::SessionClosed{});
  event.payload = sound;
  event.data_level = static_cast<DataLevel>(9);
  CHECK(refusal_of(encode_event(event)).code == RefusalCode::out_of_range);
  CHECK(refusal_of(encode_event(event)).place == "/data_level");
  event.data_level.reset();
  event.actor = "a\x01";
  CHECK(refusal_of(encode_event(event)).place == "/actor");
  event.actor = "\xc3\x28";
  CHECK(refusal_of(encode_event(event)).place == "/actor");
  event.actor = "\xc2\x85";
  CHECK(refusal_of(encode_event(event)).place == "/actor");
  event.actor.reset();
  event.occurred_at = Time{std::numeric_limits<std::int64_t>::max()};
  CHECK(refusal_of(encode_event(event)).place == "/occurred_at");
  event.occurred_at.reset();
  event.signature = Signature{static_cast<SignatureAlgorithm>(7), {}, {}};
  CHECK(refusal_of(encode_event(event)).place == "/signature");
  event.signature.reset();
  const std::vector<training::AttendanceEntry> entries = {
      {{}, 1, 0, 1, 0, static_cast<document::AttendanceOutcome>(77), 0}};
  const auto payload = write_payload(
      training::AttendanceFinalised{.part = 0, .parts = 1, .level = Level::city, .title = "t", .entries = entries});
  event.type = "training.AttendanceFinalised";
  event.payload = payload;
  CHECK(refusal_of(encode_event(event)).place == "/payload/entries");
}

TEST_CASE("a payload that does not lie 8-aligned is refused") {
  std::size_t misaligned = 0;
  for (std::size_t length = 0; length < 8; ++length) {
    const Buffer bytes = laid_out_otherwise(length);
    const auto result = decode_event(bytes);
    if (result.ok()) continue;
    ++misaligned;
    CHECK(refused(result).code == RefusalCode::not_an_event);
    CHECK(refused(result).place == "/payload");
  }
  CHECK(misaligned > 0);
}

TEST_CASE("an event whose position lies in its midst is a command like any other, with the same hashes") {
  std::size_t sound = 0;
  for (std::size_t length = 0; length < 8; ++length) {
    const Buffer bytes = laid_out_otherwise(length);
    const auto event = decode_event(bytes);
    if (!event) continue;
    ++sound;
    CHECK(check_command(*event).ok());
    const auto offsets = patch_offsets(*event);
    const auto start = start_of_hashes(bytes, offsets);
    CHECK(start.size() < bytes.size() / 2);
    CHECK(leaf_hash(start, bytes) == leaf_hash(bytes));
    CHECK(content_digest(bytes, offsets) == leaf_hash(content_of(bytes, offsets)));
    CHECK(content_of(bytes, offsets).size() == bytes.size() - sizeof(Position));
  }
  CHECK(sound > 0);
}

TEST_CASE("a command has a stream of its type's family and neither position nor causation") {
  const auto payload = write_payload(training::SessionClosed{});
  auto event = closed(payload);
  const auto check = [&] {
    const Buffer bytes = encode_event(event);
    return check_command(must(decode_event(bytes)));
  };
  CHECK(check().ok());
  event.stream = "teacher/1";
  CHECK(check().refusal()->code == RefusalCode::bad_stream_name);
  CHECK(check().refusal()->place == "/stream");
  event.stream = "session/1";
  event.position.version = Version{1};
  CHECK(check().refusal()->code == RefusalCode::position_given);
  event.position = {};
  event.causation = Causation{};
  CHECK(check().refusal()->place == "/causation");
}

TEST_CASE("a command whose fields share the bytes of its position or signatures is refused") {
  const auto payload = write_payload(training::SessionClosed{});
  auto event = closed(payload);
  const std::vector<Hash> evidence(1);
  event.evidence = evidence;
  event.correlation = "c";
  event.signature = Signature{};
  event.submission_signature = Signature{};
  const Buffer sound = encode_event(event);
  REQUIRE(check_command(must(decode_event(sound))).ok());
  const auto offsets = patch_offsets(must(decode_event(sound)));
  for (const int field : {14, 20}) {  // correlation, evidence
    for (const auto patched : {offsets.position, offsets.signature, offsets.submission_signature}) {
      INFO("field " << field << " at " << patched);
      Buffer bytes = sound;
      refer(bytes, field, patched - 4);
      const auto decoded = decode_event(bytes);
      if (!decoded) continue;  // what lies there is no text
      CHECK(check_command(*decoded).refusal()->code == RefusalCode::not_an_event);
    }
  }
  Buffer twice = sound;  // both signatures in one place
  refer(twice, 21, offsets.submission_signature - 4);
  CHECK(check_command(must(decode_event(twice))).refusal()->code == RefusalCode::not_an_event);
}

TEST_CASE("bytes with flipped bits are refused or read, and never crash") {
  const std::uint64_t seed = 20'230'904;
  INFO("seed " << seed);
  std::mt19937_64 engine(seed);
  shiji::test::RandomEvents random([&](std::uint64_t bound) { return engine() % bound; });
  std::size_t read = 0;
  std::size_t refusals = 0;
  for (int round = 0; round < 40; ++round) {
    for (const auto type : all_types()) {
      const Buffer sound = encode_event(random.event(type));
      for (int flips = 1; flips <= 12; ++flips) {
        Buffer bytes = sound;
        for (int i = 0; i < flips; ++i) bytes[engine() % bytes.size()] ^= static_cast<std::uint8_t>(1U << engine() % 8);
        const auto decoded = decode_event(bytes);
        ++(decoded ? read : refusals);
        if (!decoded) continue;
        CHECK(encode_event(decoded->event).size() > 0);
        CHECK_FALSE(must(event_to_json(*decoded, Hash{}, {})).empty());
        (void)check_command(*decoded).ok();
      }
    }
  }
  CHECK(read > 0);
  CHECK(refusals > 0);
}
