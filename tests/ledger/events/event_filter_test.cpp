// What a search finds: each condition alone and together, and that no needed text is missing where it matches.
#include "shiji/ledger/events/event_filter.h"

#include "random_events.h"
#include "shiji/ledger/events/codec.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace shiji::ledger;

namespace {

Subject somebody(std::uint8_t number) {
  Subject subject;
  subject.bytes.fill(number);
  return subject;
}

/// An event of a teacher's sign-in; what a row of the table wants otherwise it changes.
struct Given {
  std::string stream = "session/s1";
  std::string actor = "gate";
  std::string working_unit = "37/3701/370112";
  std::optional<std::string> establishment_unit{};
  std::int64_t recorded_at = 1'000;
  Subject teacher = somebody(1);
  std::vector<Subject> subjects{};

  [[nodiscard]] Buffer bytes() const {
    const Buffer payload = encode_payload(
        training::SessionSignedIn{.teacher = teacher, .method = training::SignInMethod::face, .device = std::nullopt});
    Event event{};
    event.stream = stream;
    event.type = name_of(training::SessionSignedIn::type);
    event.payload = payload;
    event.actor = actor;
    event.working_unit = working_unit;
    if (establishment_unit) event.establishment_unit = *establishment_unit;
    event.subjects = subjects;
    Buffer bytes = encode_event(event);
    const auto decoded = decode_event(bytes);
    Position position{};
    position.recorded_at = {recorded_at};
    patch_position(bytes, patch_offsets(*decoded), position);
    return bytes;
  }
};

bool has_needed(const EventFilter& filter, const Buffer& bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return std::ranges::all_of(texts_of(filter), [&](const NeededText& needed) {
    return std::ranges::any_of(needed.alternatives,
                               [&](const std::string& one) { return text.find(one) != std::string_view::npos; });
  });
}

EventFilter by_actor(const char* actor) {
  EventFilter filter;
  filter.actor = actor;
  return filter;
}
EventFilter by_unit(const char* unit) {
  EventFilter filter;
  filter.unit = unit;
  return filter;
}
EventFilter by_type(const char* type) {
  EventFilter filter;
  filter.type = type;
  return filter;
}
EventFilter by_times(std::optional<Time> since, std::optional<Time> until) {
  EventFilter filter;
  filter.since = since;
  filter.until = until;
  return filter;
}

bool found(const EventFilter& filter, const Given& given = {}) {
  const Buffer bytes = given.bytes();
  const bool is_match = matches(filter, *decode_event(bytes));
  if (is_match) CHECK(has_needed(filter, bytes));
  return is_match;
}

}  // namespace

TEST_CASE("a glob is literal but for stars and question marks") {
  struct Row {
    const char* glob;
    const char* text;
    bool matches;
  };
  for (const auto& [glob, text, expected] : {Row{"a.B", "a.B", true},
                                             {"a.B", "a.Bc", false},
                                             {"a.*", "a.B", true},
                                             {"*", "", true},
                                             {"", "", true},
                                             {"", "a", false},
                                             {"*.Session*", "training.SessionClosed", true},
                                             {"*In", "training.SessionSignedIn", true},
                                             {"*In", "training.SessionSignedInto", false},
                                             {"a?c", "abc", true},
                                             {"a?c", "ac", false},
                                             {"?", "", false},
                                             {"*a*b*", "xxaxxbxx", true},
                                             {"*a*b*", "xxbxxaxx", false},
                                             {"**b", "aab", true}}) {
    CAPTURE(glob, text);
    CHECK(glob_matches(glob, text) == expected);
  }
}

TEST_CASE("nothing asked for finds everything") { CHECK(found({})); }

TEST_CASE("an actor is that one, a unit is that one and what is under it") {
  CHECK(found(by_actor("gate")));
  CHECK_FALSE(found(by_actor("gat")));
  for (const auto* unit : {"37", "37/3701", "37/3701/370112"}) CHECK(found(by_unit(unit)));
  for (const auto* unit : {"3", "37/370", "37/3701/370112/1", "01"}) CHECK_FALSE(found(by_unit(unit)));
  CHECK(found(by_unit("11"), {.establishment_unit = "11/1101"}));
}

TEST_CASE("a type is found by its glob") {
  CHECK(found(by_type("training.SessionSignedIn")));
  CHECK(found(by_type("training.*")));
  CHECK(found(by_type("*Signed??")));
  CHECK_FALSE(found(by_type("control.*")));
}

TEST_CASE("a person is found in the payload, the envelope and the stream's name") {
  EventFilter filter;
  filter.subject = somebody(9);
  CHECK_FALSE(found(filter));
  CHECK(found(filter, {.teacher = somebody(9)}));
  CHECK(found(filter, {.subjects = {somebody(2), somebody(9)}}));
  CHECK(found(filter, {.stream = "session/" + to_hex(somebody(9).span())}));
}

TEST_CASE("times are from one on and to before the other") {
  CHECK(found(by_times(Time{1'000}, {})));
  CHECK_FALSE(found(by_times(Time{1'001}, {})));
  CHECK(found(by_times({}, Time{1'001})));
  CHECK_FALSE(found(by_times({}, Time{1'000})));
}

TEST_CASE("all that is asked for must hold") {
  EventFilter all = by_times(Time{0}, {});
  all.actor = "gate";
  all.unit = "37";
  all.type = "training.*";
  all.subject = somebody(1);
  CHECK(found(all));
  CHECK_FALSE(found(all, {.actor = "bo"}));
  CHECK_FALSE(found(all, {.working_unit = "38"}));
  CHECK_FALSE(found(all, {.teacher = somebody(2)}));
}
