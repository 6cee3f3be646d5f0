#include "ledger_fixture.h"

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/rules/telemetry.h"

#include <catch2/catch.hpp>

#include <array>
#include <sstream>
#include <vector>

namespace shiji::cli_test {

LedgerFixture::LedgerFixture() {
  const Outcome made = shiji({"init", "--origin", "test.example.org/shiji", "--unit", "37/3701/370112"});
  INFO(made.err);
  REQUIRE(made.status == 0);
}

Outcome LedgerFixture::shiji(const Words& words, const std::string& input, const Settings& settings) const {
  Words all{SHIJI_BINARY, "--ledger", directory()};
  all.insert(all.end(), words.begin(), words.end());
  return run_program(scratch, all, input, settings);
}

Reply LedgerFixture::ask(const Words& words, const std::string& input, int status) const {
  Words all{"--json"};
  all.insert(all.end(), words.begin(), words.end());
  const Outcome outcome = shiji(all, input);
  INFO("standard output: " << outcome.out);
  INFO("standard error: " << outcome.err);
  REQUIRE(outcome.status == status);
  return Reply(outcome.out);
}

std::vector<Reply> LedgerFixture::listed(Words words) const {
  words.insert(words.begin(), "--json");
  const Outcome outcome = shiji(words);
  INFO(outcome.err);
  CHECK(outcome.status == 0);
  std::vector<Reply> replies;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) replies.emplace_back(line);
  return replies;
}

Reply LedgerFixture::append(const std::string& lines, const Words& options) const {
  Words words{"append"};
  words.insert(words.end(), options.begin(), options.end());
  return ask(words, lines);
}

Reply LedgerFixture::refuses(const std::string& name, const std::string& place, const std::string& lines,
                             const Words& options) const {
  const std::int64_t before = size();
  Words words{"append"};
  words.insert(words.end(), options.begin(), options.end());
  Reply reply = ask(words, lines, 1);
  CHECK(reply.keys("/refusal") == Words{"code", "name", "rule", "message", "place", "expected", "actual"});
  CHECK(reply.text("/refusal/name") == name);
  CHECK_THAT(reply.text("/refusal/place"), Catch::Contains(place));
  CHECK(size() == before);
  return reply;
}

Reply LedgerFixture::fails(const std::string& kind, const Words& words, const std::string& input) const {
  Reply reply = ask(words, input, 2);
  CHECK(reply.keys("/error") == Words{"kind", "message", "place"});
  CHECK(reply.text("/error/kind") == kind);
  return reply;
}

std::int64_t LedgerFixture::size() const { return ask({"status"}).number("/head/tree_size"); }

std::string LedgerFixture::verifier_key() const { return ask({"status"}).text("/verifier_key"); }

std::string school(const std::string& code) {
  return R"({"stream":"school/)" + code + R"(","type":"employment.SchoolOpened","payload":{"code":")" + code +
         R"(","name":"历城区第一小学","unit":"37/3701/370112/)" + code + "\"}}\n";
}

std::string session(const std::string& name) {
  return R"({"stream":"session/)" + name +
         R"(","type":"training.SessionScheduled","payload":{"title":"课堂观察","level":"county","venue":"一楼报告厅",)"
         R"("units":[{"starts_at":"2023-09-04T00:30:00.000000Z","ends_at":"2023-09-04T03:30:00.000000Z"}],)"
         R"("sign_out_required":false}})"
         "\n";
}

std::string teacher_id(int number) { return std::string(30, 'a') + (number < 10 ? "0" : "") + std::to_string(number); }

std::string teacher(int number, const std::string& name) {
  const std::string id = teacher_id(number);
  return R"({"stream":"teacher/)" + id + R"(","type":"identity.TeacherRegistered","payload":{"teacher":")" + id +
         R"(","name":")" + name +
         R"(","stage":"primary","subject_code":"01","kind":"teacher"}})"
         "\n";
}

namespace {

std::string employment(int number, const std::string& school_code) {
  const std::string id = teacher_id(number);
  return R"({"stream":"teacher/)" + id + R"(","type":"employment.EmploymentStarted","payload":{"teacher":")" + id +
         R"(","school":")" + school_code +
         R"(","post":"teacher","headcount_kind":"established","effective":"2020-09-01"}})"
         "\n";
}

std::string sign_in(const std::string& name, int number, const std::string& at) {
  return R"({"stream":"session/)" + name + R"(","type":"training.SessionSignedIn","occurred_at":")" + at +
         R"(","business_date":"2023-09-04","payload":{"teacher":")" + teacher_id(number) +
         R"(","method":"face"}})"
         "\n";
}

}  // namespace

std::string a_whole_session() {
  const std::string stream = R"({"stream":"session/2023-001","type":)";
  return school("3701120001") + teacher(1, "王小明") + teacher(2, "李兰") + employment(1, "3701120001") +
         employment(2, "3701120001") + session("2023-001") + stream +
         R"("training.RosterFixed","payload":{"teachers":[")" + teacher_id(1) + "\",\"" + teacher_id(2) + "\"]}}\n" +
         sign_in("2023-001", 1, "2023-09-04T00:25:00.000000Z") + sign_in("2023-001", 2, "2023-09-04T00:40:00.000000Z") +
         stream +
         R"("training.SessionClosed","occurred_at":"2023-09-04T03:35:00.000000Z","business_date":"2023-09-04","payload":{}})"
         "\n";
}

std::string telemetry_batch() {
  const std::vector<ledger::Subject> persons(2, ledger::Subject{{1, 2, 3}});
  const std::vector<std::uint32_t> at_ms{28'800'040, 28'800'050, 30'000'000};
  const std::array<std::uint8_t, 3> kinds{7, 2, 8};
  const std::array<std::uint16_t, 3> persons_at{0, 0, 1};
  const std::array<std::uint16_t, 3> objects_at{1, 0, 2};
  const auto root = ledger::telemetry_root({.school = "3701120001",
                                            .day = *ledger::date_from_text("2023-09-04"),
                                            .batch = 0,
                                            .count = 3,
                                            .root = {},
                                            .persons = persons,
                                            .objects = {"resource/r1", "article/7"},
                                            .at_ms = at_ms,
                                            .kinds = kinds,
                                            .persons_at = persons_at,
                                            .objects_at = objects_at});
  const std::string person = ledger::to_hex(persons[0].span());
  return R"({"stream":"telemetry/3701120001","type":"telemetry.BatchRecorded","payload":{"school":"3701120001",)"
         R"("day":"2023-09-04","batch":0,"count":3,"root":")" +
         ledger::to_hex(root.span()) + R"(","persons":[")" + person + R"(",")" + person +
         R"("],"objects":["resource/r1","article/7"],"at_ms":[28800040,28800050,30000000],"kinds":"070208",)"
         R"("persons_at":[0,0,1],"objects_at":[1,0,2]}})"
         "\n";
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace shiji::cli_test
