// What an outline reader says of an event, against what decoding it says: for events of every type, whole and damaged.
#include "shiji/ledger/events/event_outline.h"

#include "field_reference.h"
#include "random_events.h"
#include "seed.h"
#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>
#include <flatbuffers/flatbuffers.h>

#include <random>

using namespace shiji::ledger;
using shiji::test::all_types;
using shiji::test::RandomEvents;
using shiji::test::refer;

namespace {

bool same_offsets(const PatchOffsets& a, const PatchOffsets& b) {
  return a.position == b.position && a.causation == b.causation && a.signature == b.signature &&
         a.submission_signature == b.submission_signature;
}

bool same_submission(const std::optional<SubmissionPart>& a, const std::optional<SubmissionPart>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->id.data() == b->id.data() && a->id.size() == b->id.size() && a->index == b->index && a->count == b->count;
}

/// Not by values alone: at the same places.
bool same_outline(const EventOutline& a, const EventOutline& b) {
  return a.type == b.type && a.position == b.position && a.stream.data() == b.stream.data() &&
         a.stream.size() == b.stream.size() && same_submission(a.submission, b.submission) &&
         a.has_signature == b.has_signature && same_offsets(a.offsets, b.offsets);
}

void check_as_decoded(OutlineReader& reader, Bytes bytes) {
  const auto decoded = decode_event(bytes);
  const auto* read = reader.read(bytes);
  REQUIRE((read != nullptr) == decoded.ok());
  if (read != nullptr) REQUIRE(same_outline(*read, outline_of(*decoded)));
}

Event session_event(const Buffer& payload, std::string_view stream) {
  return {.stream = stream, .type = "training.SessionClosed", .payload = payload};
}

}  // namespace

TEST_CASE("an outline is what decoding says, for events of every type and whatever byte of them is changed") {
  std::mt19937_64 random(shiji::tests::test_seed());
  CAPTURE(shiji::tests::test_seed());
  for (const auto type : all_types()) {
    CAPTURE(name_of(type));
    RandomEvents events([&](std::uint64_t below) { return random() % below; });
    OutlineReader reader;
    for (int round = 0; round < 4; ++round) {
      const auto whole = encode_event(events.event(type));
      check_as_decoded(reader, whole);
      for (std::size_t at = 0; at < std::min<std::size_t>(whole.size(), 4'096); ++at) {
        check_as_decoded(reader, whole);  // its form is the one seen last
        auto changed = whole;
        // One bit, a small step that stays an offset or a length, or anything.
        const std::uint8_t changes[] = {static_cast<std::uint8_t>(changed[at] ^ (1U << random() % 8)),
                                        static_cast<std::uint8_t>(changed[at] + 4),
                                        static_cast<std::uint8_t>(random())};
        changed[at] = changes[random() % 3];
        check_as_decoded(reader, changed);
      }
    }
  }
}

TEST_CASE("events that differ in their values alone are recognised") {
  const auto payload = write_payload(training::SessionClosed{.reason = "over"});
  OutlineReader reader;
  for (int i = 0; i < 10; ++i) {
    const auto stream = "session/" + std::to_string(i);
    auto event = session_event(payload, stream);
    event.occurred_at = Time{i};
    event.position = {.sequence = {7}, .version = {3}, .recorded_at = {i}, .previous = {}, .stream_previous = {}};
    const auto bytes = encode_event(event);
    check_as_decoded(reader, bytes);
    CHECK(reader.recognised() == static_cast<std::uint64_t>(i));
  }
}

TEST_CASE("a text that is not plain is not taken for one of the form, and one in Chinese is") {
  const auto payload = write_payload(training::SessionClosed{.reason = "over"});
  OutlineReader reader;
  check_as_decoded(reader, encode_event(session_event(payload, "session/123456789")));
  check_as_decoded(reader, encode_event(session_event(payload, "session/12345678\x01")));
  check_as_decoded(reader, encode_event(session_event(payload, "session/12345678\x7f")));
  check_as_decoded(reader, encode_event(session_event(payload, "session/12345678\xff")));
  check_as_decoded(reader, encode_event(session_event(payload, "session/123456\xc2\x9f.")));
  CHECK(reader.recognised() == 0);
  check_as_decoded(reader, encode_event(session_event(payload, "session/教研室")));
  CHECK(reader.recognised() == 1);
}

TEST_CASE("a time or a date that cannot be written is not taken for one of the form") {
  const auto payload = write_payload(training::SessionClosed{.reason = "over"});
  auto event = session_event(payload, "session/1");
  event.occurred_at = Time{1};
  event.business_date = Date{1};
  OutlineReader reader;
  check_as_decoded(reader, encode_event(event));
  event.occurred_at = Time{std::int64_t{1} << 62U};
  check_as_decoded(reader, encode_event(event));
  event.occurred_at = Time{1};
  event.business_date = Date{2'932'897};
  check_as_decoded(reader, encode_event(event));
  event.business_date = Date{1};
  event.position.recorded_at = Time{std::int64_t{1} << 62U};
  check_as_decoded(reader, encode_event(event));
  CHECK(reader.recognised() == 0);
}

TEST_CASE("an event whose fields share bytes has no form") {
  const auto payload = write_payload(training::SessionClosed{.reason = "over"});
  const auto whole = encode_event(session_event(payload, "session/1"));
  auto shared = whole;
  constexpr int stream_field = 1;
  const auto decoded = decode_event(whole);
  REQUIRE(decoded);
  // The stream's name is now the name of the type.
  refer(
      shared, stream_field,
      static_cast<std::uint32_t>(reinterpret_cast<const std::uint8_t*>(decoded->event.type.data()) - whole.data() - 4));
  REQUIRE(decode_event(shared));
  OutlineReader reader;
  check_as_decoded(reader, shared);
  check_as_decoded(reader, shared);
  CHECK(reader.recognised() == 0);
}

TEST_CASE("more forms than are kept are read all the same") {
  OutlineReader reader;
  for (int round = 0; round < 2; ++round) {
    for (std::size_t length = 1; length < 400; ++length) {
      const auto payload = write_payload(training::SessionClosed{.reason = std::string(length, 'x')});
      check_as_decoded(reader, encode_event(session_event(payload, "session/1")));
    }
  }
}

TEST_CASE("content digests of many events are those of each, from whatever start they go on") {
  std::mt19937_64 random(shiji::tests::test_seed());
  CAPTURE(shiji::tests::test_seed());
  RandomEvents events([&](std::uint64_t below) { return random() % below; });
  std::vector<Buffer> all;
  for (const auto type : all_types()) all.push_back(encode_event(events.event(type)));
  ContentDigests contents;
  for (int round = 0; round < 3; ++round) {
    std::deque<LeafHashStart> starts;
    for (const auto& bytes : all) {
      const auto offsets = outline_of(*decode_event(bytes)).offsets;
      // Of a chunk, what lies before Position; behind both signatures, which a content digest leaves out.
      const auto size = round == 0 ? offsets.position : random() % (bytes.size() + 1);
      starts.emplace_back(Bytes(bytes).first(size));
      contents.add(starts.back(), bytes, offsets);
    }
    const auto digests = contents.hash();
    REQUIRE(digests.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(digests[i] == content_digest(all[i], outline_of(*decode_event(all[i])).offsets));
    }
    CHECK(contents.hash().empty());
  }
}
