// What is kept of a refused submission: what is there is read back, and what may hold a name is not there.
#include "shiji/ledger/events/logged_refusal.h"

#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/event_filter.h"

#include <catch2/catch.hpp>

using namespace shiji::ledger;

namespace {

constexpr Time noon{1'693'785'600'000'000};
const std::string secret = "王小明 13800001111";

Subject person(std::uint8_t number) {
  Subject subject;
  subject.bytes.fill(number);
  return subject;
}

Refusal refusal_of_a_school() { return {RefusalCode::school_exists, "event 1 /payload/code", "a new code", secret}; }

Buffer school_event(std::string_view stream, const std::vector<Subject>& subjects) {
  const Buffer payload = encode_payload(
      employment::SchoolOpened{.code = "2137000001", .name = secret, .unit = "37/3701/370112/2137000001"});
  Event event{};
  event.stream = stream;
  event.type = name_of(employment::SchoolOpened::type);
  event.payload = payload;
  event.actor = "registrar.li";
  event.working_unit = "37/3701/370112";
  event.subjects = subjects;
  event.occurred_at = noon;
  event.business_date = business_date_of(noon);
  event.submission = SubmissionPart{.id = "day-1", .index = 0, .count = 1};
  return encode_event(event);
}

LoggedRefusal refused_school(std::string_view stream = "school/2137000001",
                             const std::vector<Subject>& subjects = {person(1), person(2)}) {
  auto logged = logged_refusal(refusal_of_a_school(), noon, "");
  const Buffer bytes = school_event(stream, subjects);
  const auto decoded = decode_event(bytes);
  REQUIRE(decoded.ok());
  note_event(logged, *decoded);
  return logged;
}

}  // namespace

TEST_CASE("the line of a refusal is read back as it was noted") {
  const auto logged = refused_school();
  const auto line = refusal_line(logged);
  CHECK(line.starts_with(R"({"recorded_at":"2023-09-04T00:00:00.000000Z","code":441,"name":"school_exists",)"));
  const auto read = refusal_from_line(line);
  REQUIRE(read);
  CHECK(read->recorded_at == noon);
  CHECK(read->code == 441);
  CHECK(read->place == "event 1 /payload/code");
  CHECK(read->expected == "a new code");
  CHECK(read->submission == "day-1");
  CHECK(read->type == "employment.SchoolOpened");
  CHECK(read->stream == "school/2137000001");
  CHECK(read->actor == "registrar.li");
  CHECK(read->working_unit == "37/3701/370112");
  CHECK(read->subjects == std::vector{person(1), person(2)});
  CHECK(read->occurred_at == noon);
  CHECK(read->business_date == business_date_of(noon));
  CHECK(refusal_line(*read) == line);
}

TEST_CASE("neither the payload nor the value that was refused is kept") {
  CHECK(refusal_line(refused_school()).find("王") == std::string::npos);
  auto of_line = logged_refusal(refusal_of_a_school(), noon, "day-1");
  note_command(of_line, R"({"stream":"school/2137000001","type":"employment.SchoolOpened","actor":"registrar.li",)"
                        R"("payload":{"name":")" +
                            secret + "\"}}");
  CHECK(of_line.actor == "registrar.li");
  CHECK(of_line.stream == "school/2137000001");
  CHECK(refusal_line(of_line).find("138") == std::string::npos);
}

TEST_CASE("a stream its type cannot have, and a type that is none, may be anything and are not kept") {
  CHECK(refused_school("teacher/" + secret).stream.empty());
  CHECK(refused_school("teacher/" + secret).type == "employment.SchoolOpened");
  auto logged = logged_refusal(refusal_of_a_school(), noon, "");
  note_command(logged, R"({"stream":"school/)" + secret + R"(","type":")" + secret + R"(","actor":"gate"})");
  CHECK(logged.actor == "gate");
  CHECK(refusal_line(logged).find("王") == std::string::npos);
}

TEST_CASE("what is known of a command line that is no event is noted, and nothing of one that is no JSON") {
  auto logged = logged_refusal(refusal_of_a_school(), noon, "day-1");
  note_command(logged, R"({"type":"training.SessionSignedIn","stream":"session/s1","actor":7,"working_unit":"37",)"
                       R"("subjects":["01010101010101010101010101010101","x",3],"occurred_at":"yesterday",)"
                       R"("business_date":"2023-09-04","nothing_of_this_name":[{}]})");
  CHECK(logged.type == "training.SessionSignedIn");
  CHECK(logged.actor.empty());
  CHECK(logged.working_unit == "37");
  CHECK(logged.subjects == std::vector{person(1)});
  CHECK_FALSE(logged.occurred_at);
  CHECK(logged.business_date == business_date_of(noon));
  for (const std::string_view line : {"", "{", "[]", "\"training.SessionSignedIn\"", "\xff"}) {
    auto unknown = logged_refusal(refusal_of_a_school(), noon, "day-1");
    note_command(unknown, line);
    CHECK(refusal_line(unknown) == refusal_line(logged_refusal(refusal_of_a_school(), noon, "day-1")));
  }
}

TEST_CASE("a line is bounded whatever was sent: long texts are cut between characters, others are left out") {
  std::string long_id;
  while (long_id.size() < 100'000) long_id += "编号";
  const auto logged = logged_refusal(refusal_of_a_school(), noon, "1" + long_id);
  CHECK(logged.submission.size() == 256);  // "1" and 85 characters of three bytes
  CHECK(refusal_from_line(refusal_line(logged)));
  CHECK(logged_refusal(refusal_of_a_school(), noon, "day\r1").submission.empty());
  CHECK(logged_refusal(refusal_of_a_school(), noon, "day\xff").submission.empty());
  CHECK(refused_school("school/2137000001", std::vector<Subject>(1'000, person(1))).subjects.size() == 64);
}

TEST_CASE("a line that was torn anywhere is no line") {
  const auto line = refusal_line(refused_school());
  for (std::size_t end = 0; end < line.size(); ++end) CHECK_FALSE(refusal_from_line(line.substr(0, end)));
  for (const std::string_view other : {"{}", "[]", R"({"recorded_at":"2023-09-04T00:00:00.000000Z"})",
                                       R"({"recorded_at":"2023-09-04T00:00:00.000000Z","code":70000})",
                                       R"({"recorded_at":"2023-09-04T00:00:00.000000Z","code":1.5})"}) {
    INFO(other);
    CHECK_FALSE(refusal_from_line(other));
  }
}

TEST_CASE("a rule that this build does not know keeps its number and its name") {
  const auto read =
      refusal_from_line(R"({"recorded_at":"2023-09-04T00:00:00.000000Z","code":9999,"name":"not_yet","since":[1]})");
  REQUIRE(read);
  CHECK(read->code == 9'999);
  CHECK(read->name == "not_yet");
}

TEST_CASE("refusals are found by what is known of their event") {
  const auto logged = refused_school();
  const auto found = [&](auto set) {
    EventFilter filter;
    set(filter);
    return matches(filter, logged);
  };
  CHECK(matches({}, logged));
  CHECK(found([](EventFilter& filter) { filter.actor = "registrar.li"; }));
  CHECK_FALSE(found([](EventFilter& filter) { filter.actor = "registrar"; }));
  CHECK(found([](EventFilter& filter) { filter.unit = "37/3701"; }));
  CHECK_FALSE(found([](EventFilter& filter) { filter.unit = "37/37"; }));
  CHECK(found([](EventFilter& filter) { filter.type = "employment.*"; }));
  CHECK_FALSE(found([](EventFilter& filter) { filter.type = "training.*"; }));
  CHECK(found([](EventFilter& filter) { filter.subject = person(2); }));
  CHECK_FALSE(found([](EventFilter& filter) { filter.subject = person(3); }));
  CHECK(found([](EventFilter& filter) { filter.since = noon; }));
  CHECK_FALSE(found([](EventFilter& filter) { filter.since = Time{noon.value + 1}; }));
  CHECK(found([](EventFilter& filter) { filter.until = Time{noon.value + 1}; }));
  CHECK_FALSE(found([](EventFilter& filter) { filter.until = noon; }));
  auto in_stream = logged_refusal(refusal_of_a_school(), noon, "");
  in_stream.stream = "teacher/" + to_hex(person(3).span());
  EventFilter of_person;
  of_person.subject = person(3);
  CHECK(matches(of_person, in_stream));
  EventFilter of_type;
  of_type.type = "training.*";
  CHECK_FALSE(matches(of_type, in_stream));
}
