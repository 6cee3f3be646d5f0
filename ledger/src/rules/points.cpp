#include "shiji/ledger/rules/points.h"

#include "shiji/ledger/contract.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

namespace shiji::ledger {
namespace {

std::chrono::year_month_day calendar_day(Date date) { return std::chrono::sys_days(std::chrono::days(date.value)); }

std::string years(int first, int last) { return std::to_string(first) + "-" + std::to_string(last); }

/// What of `given` the limits let through at `total`. A limit that a later rule set tightened takes nothing back.
std::int32_t counted(std::int64_t total, std::int64_t given, const PointLimits& limits) {
  const std::int64_t allowed = given >= 0 ? std::min(given, std::max<std::int64_t>(limits.cap_centi - total, 0))
                                          : std::max(given, std::min<std::int64_t>(limits.floor_centi - total, 0));
  return static_cast<std::int32_t>(allowed);
}

bool meets(const PointRow& rule, const PointFact& fact) {
  return fact.minutes >= rule.minutes_min && (fact.qualified || !rule.qualified);
}

/// The first author gets all; each further one less, down to nothing.
std::int32_t after_authors(const PointRow& rule, const PointFact& fact, std::int32_t points_centi) {
  if (fact.author_order <= 1 || rule.author_deduction_centi == 0) return points_centi;
  const std::int64_t left = points_centi - std::int64_t{rule.author_deduction_centi} * (fact.author_order - 1);
  return static_cast<std::int32_t>(std::max<std::int64_t>(left, 0));
}

}  // namespace

std::string window_name(document::Window window, Date date) {
  const auto day = calendar_day(date);
  const int year = static_cast<int>(day.year());
  switch (window) {
    case document::Window::calendar_year:
      return std::to_string(year);
    case document::Window::school_year: {
      const int first = day.month() >= std::chrono::September ? year : year - 1;
      return years(first, first + 1);
    }
    case document::Window::plan_period: {
      const int first = year - (year - 1) % 5;
      return years(first, first + 4);
    }
    default:
      break;
  }
  SHIJI_ASSERT(false, "this window is not a function of the date");
  return {};
}

std::optional<document::PointOccasion> occasion_of(document::AttendanceOutcome outcome) {
  switch (outcome) {
    case document::AttendanceOutcome::present:
      return document::PointOccasion::present;
    case document::AttendanceOutcome::late:
      return document::PointOccasion::late;
    case document::AttendanceOutcome::absent:
      return document::PointOccasion::absent;
    default:
      return std::nullopt;
  }
}

std::vector<PointEntry> point_entries(const PointRuleSet& rules, const PointFact& fact) {
  std::vector<PointEntry> out;
  for (std::uint32_t row = 0; row < rules.rows.size(); ++row) {
    const PointRow& rule = rules.rows[row];
    if (rule.occasion != fact.occasion || !meets(rule, fact)) continue;
    const auto points = rule.points_centi(fact.level);
    const PointLimits* limits = rules.limits_of(rule.category);
    if (!points || limits == nullptr) continue;
    out.push_back({.business_date = fact.business_date,
                   .sequence = fact.sequence,
                   .row = row,
                   .item = rule.item,
                   .category = rule.category,
                   .level = fact.level,
                   .points_centi = after_authors(rule, fact, *points),
                   .limits = *limits,
                   .counted_max = rule.counted_max,
                   .rule_set = rules.head.digest});
  }
  return out;
}

std::vector<PointLine> post_points(std::vector<PointEntry> entries) {
  std::sort(entries.begin(), entries.end(), [](const PointEntry& a, const PointEntry& b) {
    return std::tie(a.business_date, a.sequence, a.row) < std::tie(b.business_date, b.sequence, b.row);
  });
  std::map<std::string, std::int32_t, std::less<>> totals;
  std::map<std::pair<std::string, std::string>, std::uint32_t> items;  // by window, those that could count
  std::vector<PointLine> lines;
  lines.reserve(entries.size());
  for (auto& entry : entries) {
    PointLine line;
    line.entry = std::move(entry);
    line.window = window_name(line.entry.limits.window, line.entry.business_date);
    std::int32_t& total = totals[line.window];
    const bool beyond =
        line.entry.counted_max != 0 && items[{line.window, line.entry.item}]++ >= line.entry.counted_max;
    line.posted_centi = beyond ? 0 : counted(total, line.entry.points_centi, line.entry.limits);
    line.uncounted_centi = line.entry.points_centi - line.posted_centi;
    total += line.posted_centi;
    line.total_centi = total;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace shiji::ledger
