// Every refusal of form, 101 to 112, with the place it names.
#include "random_events.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

using namespace shiji::ledger;
using shiji::test::must;

namespace {

constexpr std::string_view teacher = "c53228cf9b12aaee88afe362d670f7c5";

std::string sign_in(const std::string& payload_rest, const std::string& rest = "") {
  return R"({"stream":"session/1","type":"training.SessionSignedIn","payload":{"teacher":")" + std::string(teacher) +
         "\"" + payload_rest + "}" + rest + "}";
}

/// Reads a line and encodes it; the refusal of whichever says no.
Refusal refusal_of(const std::string& line, const JsonCommand::Sealer& sealer = {}) {
  auto command = JsonCommand::parse(line, 7);
  if (!command) return *command.refusal();
  command->set_submission("s", 0, 1);
  const auto bytes = command->encode(sealer);
  REQUIRE_FALSE(bytes.ok());
  return *bytes.refusal();
}

std::string deep(std::size_t depth) { return std::string(depth, '['); }

std::string deep_place(std::size_t depth) {
  std::string out = "line 7 ";
  for (; depth > 0; --depth) out += "/0";
  return out;
}

struct Row {
  std::string line;
  RefusalCode code;
  std::string place;
};

}  // namespace

TEST_CASE("a sign-in of which nothing is wrong is encoded") {
  CHECK(must(JsonCommand::parse(sign_in(R"(,"method":"card")"), 1)).encode({}).ok());
}

TEST_CASE("a JSON line is refused by its first fault and the place is named") {
  const std::string card = R"(,"method":"card")";
  const std::vector<Row> rows = {
      {"", RefusalCode::not_json, "line 7"},
      {"[]", RefusalCode::not_json, "line 7"},
      {"{} {}", RefusalCode::not_json, "line 7"},
      {"{\"type\":}", RefusalCode::not_json, "line 7 /type"},
      {R"({"type":"a",})", RefusalCode::not_json, "line 7"},
      {R"({/* no */"type":"a"})", RefusalCode::not_json, "line 7"},
      {R"({"type":01})", RefusalCode::not_json, "line 7"},
      {R"({"type":"\x"})", RefusalCode::not_json, "line 7 /type"},
      {R"({"type":"\ud800"})", RefusalCode::not_json, "line 7 /type"},
      {R"({"type":"\u0000"})", RefusalCode::not_json, "line 7 /type"},
      {"{\"type\":\"a\x01\"}", RefusalCode::not_json, "line 7 /type"},
      {"{\"type\":\"\xff\"}", RefusalCode::not_json, "line 7 /type"},
      {"{\"type\":\"\xc0\xaf\"}", RefusalCode::not_json, "line 7 /type"},
      {"{\"type\":\"\xed\xa0\x80\"}", RefusalCode::not_json, "line 7 /type"},
      {deep(40), RefusalCode::not_json, deep_place(32)},
      {R"({"type":"training.Nothing"})", RefusalCode::unknown_type, "line 7 /type"},
      {R"({"stream":"session/1"})", RefusalCode::missing_field, "line 7 /type"},
      {R"({"type":5})", RefusalCode::wrong_type, "line 7 /type"},
      {sign_in(card, R"(,"colour":"red")"), RefusalCode::unknown_field, "line 7 /colour"},
      {sign_in(card + R"(,"a/b~":1)"), RefusalCode::unknown_field, "line 7 /payload/a~1b~0"},
      {sign_in(card, R"(,"source":{"kind":"manual","page":1})"), RefusalCode::unknown_field, "line 7 /source/page"},
      {sign_in(card + card), RefusalCode::repeated_field, "line 7 /payload/method"},
      {sign_in(""), RefusalCode::missing_field, "line 7 /payload/method"},
      {R"({"stream":"session/1","type":"training.SessionClosed"})", RefusalCode::missing_field, "line 7 /payload"},
      {R"({"type":"training.SessionClosed","payload":{}})", RefusalCode::missing_field, "line 7 /stream"},
      {sign_in(card, R"(,"source":{})"), RefusalCode::missing_field, "line 7 /source/kind"},
      {sign_in(R"(,"method":3)"), RefusalCode::wrong_type, "line 7 /payload/method"},
      {sign_in(R"(,"method":null)"), RefusalCode::wrong_type, "line 7 /payload/method"},
      {sign_in(R"(,"method":"smell")"), RefusalCode::out_of_range, "line 7 /payload/method"},
      {sign_in(card + R"(,"device":5)"), RefusalCode::wrong_type, "line 7 /payload/device"},
      {sign_in(card + R"(,"device_time":"yesterday")"), RefusalCode::wrong_type, "line 7 /payload/device_time"},
      {sign_in(card + R"(,"device_time":1)"), RefusalCode::wrong_type, "line 7 /payload/device_time"},
      {sign_in(card, R"(,"business_date":"2023-02-29")"), RefusalCode::wrong_type, "line 7 /business_date"},
      {sign_in(card, R"(,"subjects":["C53228cf9b12aaee88afe362d670f7c5"])"), RefusalCode::wrong_type,
       "line 7 /subjects/0"},
      {sign_in(card, R"(,"subjects":["c5"])"), RefusalCode::wrong_type, "line 7 /subjects/0"},
      {sign_in(card, R"(,"history":1)"), RefusalCode::wrong_type, "line 7 /history"},
      {sign_in(card, R"(,"source":{"kind":"manual","row":1.5})"), RefusalCode::wrong_type, "line 7 /source/row"},
      {sign_in(card, R"(,"source":{"kind":"manual","row":1e3})"), RefusalCode::wrong_type, "line 7 /source/row"},
      {sign_in(card, R"(,"source":{"kind":"manual","row":"1"})"), RefusalCode::wrong_type, "line 7 /source/row"},
      {sign_in(card, R"(,"source":{"kind":"manual","row":-1})"), RefusalCode::out_of_range, "line 7 /source/row"},
      {sign_in(card, R"(,"source":{"kind":"manual","row":4294967296})"), RefusalCode::out_of_range,
       "line 7 /source/row"},
      {sign_in(card, R"(,"submission":{"id":"t","index":0,"count":1})"), RefusalCode::untrue_field,
       "line 7 /submission/id"},
      {R"({"stream":"teacher/1","type":"training.SessionClosed","payload":{}})", RefusalCode::bad_stream_name,
       "line 7 /stream"},
      {R"({"stream":"session/","type":"training.SessionClosed","payload":{}})", RefusalCode::bad_stream_name,
       "line 7 /stream"},
      {R"({"stream":"session/a b","type":"training.SessionClosed","payload":{}})", RefusalCode::bad_stream_name,
       "line 7 /stream"},
      {R"({"stream":"session/)" + std::string(300, 'x') + R"(","type":"training.SessionClosed","payload":{}})",
       RefusalCode::bad_stream_name, "line 7 /stream"},
      {sign_in(card + R"(,"geo_cell":")" + std::string(66'000, 'x') + "\""), RefusalCode::event_too_large, "line 7"},
      {R"({"stream":"teacher/1","type":"identity.TeacherRegistered","payload":{"teacher":")" + std::string(teacher) +
           R"(","name":"王老师","stage":"primary","subject_code":"yw","kind":"teacher"}})",
       RefusalCode::personal_field_open, "line 7 /payload/name"},
  };
  for (const auto& row : rows) {
    INFO(row.line.substr(0, 200));
    const auto refusal = refusal_of(row.line);
    CHECK(text_of(refusal.code).name == text_of(row.code).name);
    CHECK(refusal.place == row.place);
  }
}

TEST_CASE("a command carries no position under any of its names") {
  for (const auto* key :
       {"position", "sequence", "version", "recorded_at", "previous", "stream_previous", "leaf_hash", "causation"}) {
    const auto refusal = refusal_of(sign_in(R"(,"method":"card")", std::string(",\"") + key + "\":1"));
    CHECK(refusal.code == RefusalCode::position_given);
    CHECK(refusal.place == std::string("line 7 /") + key);
  }
}

TEST_CASE("the whole range of 64-bit integers goes through JSON") {
  const auto line = [](const std::string& seed) {
    return R"({"stream":"ledger","type":"control.DemoEnded","payload":{"seed":)" + seed + R"(,"scale_ppm":0}})";
  };
  const auto bytes = must(must(JsonCommand::parse(line("18446744073709551615"), 1)).encode({}));
  const auto event = must(decode_event(bytes));
  CHECK(payload_of<control::DemoEnded>(event).seed == 18'446'744'073'709'551'615ULL);
  CHECK(payload_of<control::DemoEnded>(event).scale_ppm == 0);
  CHECK(refusal_of(line("18446744073709551616")).code == RefusalCode::out_of_range);
  CHECK(refusal_of(line("-1")).code == RefusalCode::out_of_range);
}

TEST_CASE("escapes of strings are read as the characters they name") {
  const auto line =
      R"({"stream":"session/1","type":"training.SessionClosed","payload":{"reason":"\u5e08\ud83d\udcd6\/\n\""}})";
  const auto bytes = must(must(JsonCommand::parse(line, 1)).encode({}));
  CHECK(payload_of<training::SessionClosed>(must(decode_event(bytes))).reason == "师📖/\n\"");
}
