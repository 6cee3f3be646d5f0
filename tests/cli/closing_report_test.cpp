// The report a demo closes with: its numbers are those that `query` gives, and both languages tell them.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

struct DemoLedger {
  Outcome shiji(const Words& words) const {
    Words all{SHIJI_BINARY, "--ledger", scratch.path("ledger")};
    all.insert(all.end(), words.begin(), words.end());
    return run_program(scratch, all);
  }
  std::vector<Reply> query(const std::string& model) const {
    const Outcome listed = shiji({"--json", "query", model});
    REQUIRE(listed.status == 0);
    return replies_by_line(listed.out);
  }
  Scratch scratch;
};

std::int64_t total_of(const std::vector<Reply>& records, const std::string& field) {
  std::int64_t total = 0;
  for (const auto& record : records) total += record.number(field);
  return total;
}

template <typename Holds>
std::int64_t count_that(const std::vector<Reply>& records, const Holds& holds) {
  return std::count_if(records.begin(), records.end(), holds);
}

void check_training(const Reply& report, const DemoLedger& ledger) {
  const auto sessions = ledger.query("attendance");
  const auto profiles = ledger.query("profile");
  const auto hours = ledger.query("missing");
  CHECK(report.number("/attendance/sessions") == static_cast<std::int64_t>(sessions.size()));
  for (const auto* field : {"/expected", "/attended", "/late", "/absent"})
    CHECK(report.number(std::string("/attendance") + field) == total_of(sessions, field));
  CHECK(report.number("/attendance/teachers") == static_cast<std::int64_t>(profiles.size()));
  CHECK(report.number("/attendance/teachers_attended") ==
        count_that(profiles, [](const Reply& one) { return one.number("/sessions_attended") > 0; }));
  CHECK(report.number("/across_schools/teachers") ==
        count_that(profiles, [](const Reply& one) { return one.flag("/cross_school"); }));
  for (const auto* field : {"/class_hours_centi", "/required_class_hours_centi", "/missing_class_hours_centi"})
    CHECK(report.number(std::string("/class_hours") + field) == total_of(hours, field));
}

void check_weakest_schools(const Reply& report, const DemoLedger& ledger) {
  std::map<std::string, std::int64_t> absent;
  for (const auto& teacher : ledger.query("profile"))
    if (teacher.has("/school")) absent[teacher.text("/school")] += teacher.number("/sessions_absent");
  std::int64_t most = 0;
  for (const auto& [code, times] : absent) most = std::max(most, times);
  REQUIRE(report.count("/weakest_schools") > 0);
  CHECK(report.number("/weakest_schools/0/absent") == most);
  for (std::size_t i = 0; i < report.count("/weakest_schools"); ++i) {
    const std::string place = "/weakest_schools/" + std::to_string(i);
    const auto code = report.text(place + "/school");
    const Reply unit(ledger.shiji({"--json", "query", "units", code}).out);
    CHECK(report.text(place + "/school_name") == unit.text("/name"));
    CHECK(report.number(place + "/absent") == absent.at(code));
  }
}

void check_work(const Reply& report, const DemoLedger& ledger) {
  const auto activities = ledger.query("activities");
  CHECK(report.number("/research/activities") == static_cast<std::int64_t>(activities.size()));
  for (const auto* field : {"/participations", "/materials"})
    CHECK(report.number(std::string("/research") + field) == total_of(activities, field));
  const auto experts = ledger.query("experts");
  CHECK(report.number("/reviews/experts") == static_cast<std::int64_t>(experts.size()));
  CHECK(report.number("/reviews/reviews") == total_of(experts, "/reviews"));
  CHECK(report.number("/reviews/experts_reviewing") ==
        count_that(experts, [](const Reply& one) { return one.number("/reviews") > 0; }));
  const Reply busiest(
      replies_by_line(ledger.shiji({"--json", "query", "experts", "--order", "-reviews", "--limit", "1"}).out).front());
  CHECK(report.number("/reviews/most_reviews") == busiest.number("/reviews"));
  const auto median = report.number("/reviews/median_reviews");
  const auto reviewing = report.number("/reviews/experts_reviewing");
  CHECK(count_that(experts, [&](const Reply& one) { return one.number("/reviews") > median; }) * 2 <= reviewing);
  CHECK(count_that(experts, [&](const Reply& one) { return one.number("/reviews") < median; }) * 2 <= reviewing);
  for (const auto* field : {"/rows", "/corrected"})
    CHECK(report.number(std::string("/reports") + field) == total_of(ledger.query("reports"), field));
  for (const auto* field : {"/meetings", "/minutes"})
    CHECK(report.number(std::string("/mentoring") + field) == total_of(ledger.query("mentoring"), field));
  const auto points = ledger.query("points");
  CHECK(report.number("/points/points_centi") == total_of(points, "/points_centi"));
  CHECK(report.number("/points/over_caps_centi") - report.number("/points/under_floors_centi") ==
        total_of(points, "/uncounted_centi"));
}

}  // namespace

TEST_CASE("the numbers of a demo's closing report are those that query gives") {
  const DemoLedger ledger;
  const Outcome told = ledger.shiji({"--json", "demo", "licheng-2023", "--scale", "0.02"});
  INFO(told.err);
  REQUIRE(told.status == 0);
  const Reply demo(told.out);
  const Reply report = demo.part("/report");
  check_training(report, ledger);
  check_weakest_schools(report, ledger);
  check_work(report, ledger);
  CHECK(report.number("/ledger/events") == demo.number("/verify/events"));
  CHECK(report.text("/ledger/root") == demo.text("/verify/root"));
  CHECK(report.flag("/ledger/verified"));
  CHECK(report.flag("/ledger/change_found"));
  CHECK(report.text("/ledger/not_measurable/0") == "efficiency");
  CHECK(report.text("/ledger/not_measurable/1") == "storage");
}

TEST_CASE("the closing report speaks Chinese first, English first to whoever asks for it, and names no person") {
  const DemoLedger ledger;
  const bool english = GENERATE(false, true);
  Words words{"demo", "licheng-2023", "--scale", "0.001"};
  if (english) words.insert(words.begin(), {"--lang", "en"});
  const Outcome told = ledger.shiji(words);
  INFO(told.err);
  REQUIRE(told.status == 0);
  const auto chinese_at = told.out.find("全年小结");
  const auto english_at = told.out.find("The year in short");
  REQUIRE(chinese_at != std::string::npos);
  REQUIRE(english_at != std::string::npos);
  CHECK((english_at < chinese_at) == english);
  const auto report = told.out.substr(std::min(chinese_at, english_at));
  CHECK_THAT(report, Contains("应到") && Contains("not measurable here") && Contains("query experts --order -reviews"));
  for (const auto& teacher : ledger.query("profile")) REQUIRE_THAT(report, !Contains(teacher.text("/name")));
}
