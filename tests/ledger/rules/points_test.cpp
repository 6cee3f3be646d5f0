#include "shiji/ledger/rules/points.h"

#include "rules/rule_ledger.h"
#include "seed.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

namespace shiji::tests {
namespace {

using document::PointOccasion;
using document::Window;

PointRuleSet demo_rules() {
  const auto parsed = parse_rule_set(built_in("rules/points.json"));
  REQUIRE(parsed);
  return std::get<PointRuleSet>(*parsed);
}

PointEntry entry(const char* day, std::uint64_t sequence, std::int32_t points_centi,
                 PointLimits limits = {Window::school_year, 1'500, 0}) {
  PointEntry out;
  out.business_date = *date_from_text(day);
  out.sequence = {sequence};
  out.item = "activity";
  out.category = "activities";
  out.level = Level::county;
  out.points_centi = points_centi;
  out.limits = limits;
  return out;
}

struct Expected {
  std::uint64_t sequence;
  const char* window;
  std::int32_t posted, uncounted, total;
};

void check_lines(std::vector<PointEntry> entries, const std::vector<Expected>& expected) {
  const auto lines = post_points(std::move(entries));
  REQUIRE(lines.size() == expected.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO("line " << i);
    CHECK(lines[i].entry.sequence.value == expected[i].sequence);
    CHECK(lines[i].window == expected[i].window);
    CHECK(lines[i].posted_centi == expected[i].posted);
    CHECK(lines[i].uncounted_centi == expected[i].uncounted);
    CHECK(lines[i].total_centi == expected[i].total);
  }
}

}  // namespace

TEST_CASE("an activity gives points by level, coming late takes one, not coming takes three") {
  const PointRuleSet rules = demo_rules();
  const std::vector<std::pair<Level, std::int32_t>> tariffs{
      {Level::school, 50}, {Level::county, 100}, {Level::city, 150}, {Level::province, 200}, {Level::nation, 300}};
  const Date day = *date_from_text("2023-09-04");
  for (const auto& [level, points] : tariffs) {
    const auto present = point_entries(rules, {PointOccasion::present, level, day, Sequence{5}});
    REQUIRE(present.size() == 1);
    CHECK(present[0].points_centi == points);
    CHECK(present[0].item == "activity");
    CHECK(present[0].category == "activities");
    CHECK(present[0].limits.cap_centi == 1'500);
    CHECK(present[0].rule_set == rules.head.digest);
    const auto late = point_entries(rules, {PointOccasion::late, level, day, Sequence{5}});
    REQUIRE(late.size() == 2);
    CHECK(late[0].points_centi == points);
    CHECK(late[1].points_centi == -100);
    CHECK(late[1].item == "late");
    CHECK(late[0].row < late[1].row);
    const auto absent = point_entries(rules, {PointOccasion::absent, level, day, Sequence{5}});
    REQUIRE(absent.size() == 1);
    CHECK(absent[0].points_centi == -300);
  }
}

TEST_CASE("an author further back gets less, down to nothing") {
  const PointRuleSet rules = demo_rules();
  const Date day = *date_from_text("2023-09-04");
  const auto points = [&](Level level, std::uint8_t order) {
    const auto entries = point_entries(rules, {PointOccasion::paper_published, level, day, Sequence{5}, order});
    REQUIRE(entries.size() == 1);
    return entries[0].points_centi;
  };
  CHECK(points(Level::nation, 1) == 1'500);
  CHECK(points(Level::nation, 2) == 1'300);
  CHECK(points(Level::nation, 3) == 1'100);
  CHECK(points(Level::county, 3) == 0);
  CHECK(points(Level::school, 200) == 0);
}

TEST_CASE("mentoring counts from twenty hours, appraised as qualified, and two pairs a school year") {
  const PointRuleSet rules = demo_rules();
  const auto pair = [&](const char* day, std::uint64_t sequence, std::uint32_t minutes = 1'200, bool qualified = true) {
    return point_entries(rules, {PointOccasion::mentoring_concluded, Level::county, *date_from_text(day),
                                 Sequence{sequence}, 1, minutes, qualified});
  };
  CHECK(pair("2023-06-30", 1, 1'199).empty());
  CHECK(pair("2023-06-30", 1, 1'200, false).empty());
  std::vector<PointEntry> entries;
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) entries.push_back(pair("2023-06-30", sequence).at(0));
  entries.push_back(pair("2023-09-01", 4).at(0));
  check_lines(entries, {{1, "2022-2023", 500, 0, 500},
                        {2, "2022-2023", 500, 0, 1'000},
                        {3, "2022-2023", 0, 500, 1'000},
                        {4, "2023-2024", 500, 0, 500}});
}

TEST_CASE("a category stops at its cap, to the hundredth of a point") {
  check_lines({entry("2023-09-04", 1, 1'400), entry("2023-09-05", 2, 100), entry("2023-09-06", 3, 1)},
              {{1, "2023-2024", 1'400, 0, 1'400}, {2, "2023-2024", 100, 0, 1'500}, {3, "2023-2024", 0, 1, 1'500}});
  check_lines({entry("2023-09-04", 1, 1'400), entry("2023-09-05", 2, 300)},
              {{1, "2023-2024", 1'400, 0, 1'400}, {2, "2023-2024", 100, 200, 1'500}});
}

TEST_CASE("caps of the documents: what is over is shown and does not count") {
  const PointLimits course{Window::plan_period, 15'000, 0};
  check_lines({entry("2023-09-04", 1, 20'000, course)}, {{1, "2021-2025", 15'000, 5'000, 15'000}});
  const PointLimits year{Window::calendar_year, 5'000, 0};
  check_lines({entry("2023-03-01", 1, 6'500, year), entry("2024-03-01", 2, 6'500, year)},
              {{1, "2023", 5'000, 1'500, 5'000}, {2, "2024", 5'000, 1'500, 5'000}});
  const PointLimits lessons{Window::calendar_year, 18, 0};
  check_lines({entry("2023-01-01", 1, 6, lessons), entry("2023-02-01", 2, 6, lessons),
               entry("2023-03-01", 3, 6, lessons), entry("2023-04-01", 4, 6, lessons)},
              {{1, "2023", 6, 0, 6}, {2, "2023", 6, 0, 12}, {3, "2023", 6, 0, 18}, {4, "2023", 0, 6, 18}});
}

TEST_CASE("a category stops at its floor, and what was not taken is not owed") {
  check_lines({entry("2023-09-04", 1, -300), entry("2023-09-05", 2, 100), entry("2023-09-06", 3, -300),
               entry("2023-09-07", 4, 50)},
              {{1, "2023-2024", 0, -300, 0},
               {2, "2023-2024", 100, 0, 100},
               {3, "2023-2024", -100, -200, 0},
               {4, "2023-2024", 50, 0, 50}});
}

TEST_CASE("a school year ends on 31 August, a calendar year on 31 December") {
  const std::vector<std::tuple<Window, const char*, const char*>> rows{
      {Window::school_year, "2023-08-31", "2022-2023"}, {Window::school_year, "2023-09-01", "2023-2024"},
      {Window::school_year, "2024-02-29", "2023-2024"}, {Window::school_year, "2024-08-31", "2023-2024"},
      {Window::school_year, "2023-12-31", "2023-2024"}, {Window::school_year, "2024-01-01", "2023-2024"},
      {Window::calendar_year, "2023-12-31", "2023"},    {Window::calendar_year, "2024-01-01", "2024"},
      {Window::calendar_year, "2024-02-29", "2024"},    {Window::plan_period, "2020-12-31", "2016-2020"},
      {Window::plan_period, "2021-01-01", "2021-2025"}, {Window::plan_period, "2025-12-31", "2021-2025"},
      {Window::calendar_year, "1969-12-31", "1969"},
  };
  for (const auto& [window, day, name] : rows) {
    INFO(day);
    CHECK(window_name(window, *date_from_text(day)) == name);
  }
  check_lines({entry("2023-08-31", 1, 1'500), entry("2023-08-31", 2, 1), entry("2023-09-01", 3, 1)},
              {{1, "2022-2023", 1'500, 0, 1'500}, {2, "2022-2023", 0, 1, 1'500}, {3, "2023-2024", 1, 0, 1}});
}

TEST_CASE("a late item takes its place by business date and its window is reckoned again") {
  const std::vector<PointEntry> before{entry("2023-09-04", 1, 1'000), entry("2023-09-06", 2, 500),
                                       entry("2024-09-02", 3, 100)};
  check_lines(before,
              {{1, "2023-2024", 1'000, 0, 1'000}, {2, "2023-2024", 500, 0, 1'500}, {3, "2024-2025", 100, 0, 100}});
  auto after = before;
  after.push_back(entry("2023-09-05", 9, 200));
  check_lines(after, {{1, "2023-2024", 1'000, 0, 1'000},
                      {9, "2023-2024", 200, 0, 1'200},
                      {2, "2023-2024", 300, 200, 1'500},
                      {3, "2024-2025", 100, 0, 100}});
}

TEST_CASE("every item keeps the limits of its own rule set") {
  const PointLimits tight{Window::school_year, 500, 0};
  check_lines({entry("2023-09-04", 1, 800), entry("2023-09-05", 2, 100, tight), entry("2023-09-06", 3, -100, tight),
               entry("2023-09-07", 4, 800)},
              {{1, "2023-2024", 800, 0, 800},
               {2, "2023-2024", 0, 100, 800},
               {3, "2023-2024", -100, 0, 700},
               {4, "2023-2024", 800, 0, 1'500}});
}

TEST_CASE("in any order the same items give the same lines, and they add up") {
  std::mt19937_64 random(test_seed());
  const PointRuleSet rules = demo_rules();
  const Date first = *date_from_text("2022-08-01");
  for (int round = 0; round < 200; ++round) {
    std::vector<PointEntry> entries;
    const std::uint64_t count = random() % 40;
    for (std::uint64_t sequence = 0; sequence < count; ++sequence) {
      const auto occasion = static_cast<PointOccasion>(1 + random() % 4);
      const auto level = static_cast<Level>(1 + random() % 5);
      const Date day{first.value + static_cast<std::int32_t>(random() % 800)};
      for (auto& one : point_entries(rules, {occasion, level, day, Sequence{sequence}})) entries.push_back(one);
    }
    const auto lines = post_points(entries);
    std::shuffle(entries.begin(), entries.end(), random);
    const auto shuffled = post_points(entries);
    REQUIRE(lines.size() == shuffled.size());
    std::map<std::string, std::int32_t> totals;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& line = lines[i];
      REQUIRE(line.entry.sequence == shuffled[i].entry.sequence);
      REQUIRE(line.entry.row == shuffled[i].entry.row);
      REQUIRE(line.posted_centi == shuffled[i].posted_centi);
      REQUIRE(line.posted_centi + line.uncounted_centi == line.entry.points_centi);
      totals[line.window] += line.posted_centi;
      REQUIRE(line.total_centi == totals[line.window]);
      REQUIRE(line.total_centi >= 0);
      REQUIRE(line.total_centi <= 1'500);
    }
  }
}

}  // namespace shiji::tests
