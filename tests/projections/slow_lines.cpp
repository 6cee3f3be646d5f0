// Lines of credits and points, every one worked out anew from the first.
#include "shiji/ledger/rules/points.h"
#include "slow_facts.h"

#include <array>
#include <set>

namespace shiji::projections::testing {
using document::AttendanceOutcome;

int year_of(std::int32_t date) { return std::stoi(ledger::to_text(ledger::Date{date}).substr(0, 4)); }

std::string school_year(std::int32_t date) {
  const auto text = ledger::to_text(ledger::Date{date});
  const int first = text.substr(5, 2) >= "09" ? year_of(date) : year_of(date) - 1;
  return std::to_string(first) + "-" + std::to_string(first + 1);
}

namespace {

/// One line of either kind.
struct Line {
  Attended fact;
  bool credits;
  std::int64_t hours = 0, milli = 0, points = 0, uncounted = 0;
  std::string item{}, item_zh{}, item_en{}, category{}, window{}, rule_set{};
  std::int64_t rule_version = 0, cap = 0, floor = 0;
};

std::vector<Line> lines_of(const Facts& facts, const std::vector<Attended>& attended) {
  std::vector<Line> out;
  std::map<std::pair<std::string, std::string>, std::int64_t> totals;  // by category and school year
  for (const auto& fact : attended) {
    const auto* credits = rules_for<ledger::CreditRuleSet>(facts, fact);
    if (credits != nullptr && fact.entry.minutes > 0) {
      Line line{.fact = fact, .credits = true};
      line.hours = fact.entry.minutes * 100 / credits->minutes_per_class_hour;
      line.milli = fact.entry.minutes * 1000 / (credits->minutes_per_class_hour * credits->class_hours_per_credit);
      line.item = credits->item, line.item_zh = credits->title_zh, line.item_en = credits->title_en;
      line.window = std::to_string(year_of(fact.date));
      line.rule_set = credits->head.name, line.rule_version = credits->head.version;
      out.push_back(line);
    }
    const auto* points = rules_for<ledger::PointRuleSet>(facts, fact);
    if (points == nullptr) continue;
    for (const auto& row : points->rows) {
      if (row.occasion != ledger::occasion_of(fact.entry.outcome)) continue;
      Line line{.fact = fact, .credits = false};
      line.window = school_year(fact.date);
      line.category = row.category;
      for (const auto& [category, limits] : points->categories) {
        if (category == row.category) line.cap = limits.cap_centi, line.floor = limits.floor_centi;
      }
      const std::int64_t gives = *row.points_centi(fact.level);
      auto& total = totals[{line.category, line.window}];
      // Step by step: one more as long as the limit allows it.
      while (line.points != gives && (gives > 0 ? total < line.cap : total > line.floor)) {
        line.points += gives > 0 ? 1 : -1;
        total += gives > 0 ? 1 : -1;
      }
      line.uncounted = gives - line.points;
      line.item = row.item, line.item_zh = row.title_zh, line.item_en = row.title_en;
      line.rule_set = points->head.name, line.rule_version = points->head.version;
      out.push_back(line);
    }
  }
  return out;
}

}  // namespace

Dump statements_by_hand(const Facts& facts) {
  Dump out;
  for (const auto& [teacher, attended] : facts.by_teacher) {
    List rows;
    std::int64_t minutes = 0;
    std::int64_t hours = 0;
    std::int64_t milli = 0;
    std::int64_t points = 0;
    std::int64_t uncounted = 0;
    for (const auto& line : lines_of(facts, attended)) {
      const std::int64_t line_minutes = line.credits ? line.fact.entry.minutes : 0;
      minutes += line_minutes, hours += line.hours, milli += line.milli;
      points += line.points, uncounted += line.uncounted;
      rows.push_back(Fields{{"business_date", to_text(ledger::Date{line.fact.date})},
                            {"kind", line.credits ? "credits" : "points"},
                            {"title", line.fact.title},
                            {"level", level_name(line.fact.level)},
                            {"item", line.item},
                            {"item_zh", line.item_zh},
                            {"item_en", line.item_en},
                            {"minutes", line_minutes},
                            {"class_hours_centi", line.hours},
                            {"credit_milli", line.milli},
                            {"points_centi", line.points},
                            {"uncounted_centi", line.uncounted},
                            {"window", line.window},
                            {"rule_set", line.rule_set},
                            {"rule_version", line.rule_version},
                            {"sequence", integer(line.fact.sequence)}});
    }
    if (rows.empty()) continue;
    out[teacher] = text_of(Fields{{"teacher", teacher},
                                  {"minutes", minutes},
                                  {"class_hours_centi", hours},
                                  {"credit_milli", milli},
                                  {"points_centi", points},
                                  {"uncounted_centi", uncounted},
                                  {"lines", rows}});
  }
  return out;
}

namespace {

using CreditSums = std::array<std::int64_t, 4>;
void show(const CreditSums& sums, Fields& out) {
  const char* names[] = {"minutes", "class_hours_centi", "credit_milli", "lines"};
  for (std::size_t i = 0; i < sums.size(); ++i) out.emplace_back(names[i], sums[i]);
}

}  // namespace

Dump credits_by_hand(const Facts& facts) {
  Dump out;
  for (const auto& [teacher, attended] : facts.by_teacher) {
    CreditSums total{};
    std::map<ledger::Level, CreditSums> levels;
    std::map<std::string, CreditSums> years;
    for (const auto& line : lines_of(facts, attended)) {
      if (!line.credits) continue;
      const CreditSums one = {line.fact.entry.minutes, line.hours, line.milli, 1};
      for (auto* sums : {&total, &levels[line.fact.level], &years[line.window]}) {
        for (std::size_t i = 0; i < one.size(); ++i) (*sums)[i] += one[i];
      }
    }
    if (total[3] == 0) continue;
    List by_level;
    List by_year;
    for (const auto& [level, sums] : levels) {
      Fields row = {{"level", level_name(level)}};
      show(sums, row);
      by_level.emplace_back(row);
    }
    for (const auto& [year, sums] : years) {
      Fields row = {{"year", year}};
      show(sums, row);
      by_year.emplace_back(row);
    }
    Fields record = {{"teacher", teacher}};
    show(total, record);
    record.emplace_back("by_level", by_level);
    record.emplace_back("by_year", by_year);
    out[teacher] = text_of(record);
  }
  return out;
}

namespace {

struct WindowSums {
  std::int64_t points = 0, uncounted = 0, cap = 0, floor = 0, lines = 0;
};

}  // namespace

Dump points_by_hand(const Facts& facts) {
  Dump out;
  for (const auto& [teacher, attended] : facts.by_teacher) {
    std::map<std::pair<std::string, std::string>, WindowSums> windows;  // by window and category
    std::map<AttendanceOutcome, std::set<std::uint64_t>> outcomes;
    std::int64_t total = 0;
    std::int64_t uncounted = 0;
    for (const auto& line : lines_of(facts, attended)) {
      if (line.credits) continue;
      outcomes[line.fact.entry.outcome].insert(line.fact.sequence);
      auto& window = windows[{line.window, line.category}];
      window = {window.points + line.points, window.uncounted + line.uncounted, line.cap, line.floor, window.lines + 1};
      total += line.points, uncounted += line.uncounted;
    }
    if (windows.empty()) continue;
    List by_window;
    for (const auto& [name, sums] : windows) {
      by_window.push_back(Fields{{"window", name.first},
                                 {"category", name.second},
                                 {"points_centi", sums.points},
                                 {"uncounted_centi", sums.uncounted},
                                 {"cap_centi", sums.cap},
                                 {"floor_centi", sums.floor},
                                 {"lines", sums.lines}});
    }
    const auto late = integer(outcomes[AttendanceOutcome::late].size());
    out[teacher] = text_of(Fields{{"teacher", teacher},
                                  {"points_centi", total},
                                  {"uncounted_centi", uncounted},
                                  {"attended", late + integer(outcomes[AttendanceOutcome::present].size())},
                                  {"late", late},
                                  {"absent", integer(outcomes[AttendanceOutcome::absent].size())},
                                  {"by_window", by_window}});
  }
  return out;
}

}  // namespace shiji::projections::testing
