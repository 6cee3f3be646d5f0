// Points: what items give, and what of it counts within the window of their category.
//
// What: `point_entries` says what one fact gives under a rule set; `post_points` turns all entries of one
// category, in any order, into statement lines in (business date, sequence, row) order. Each entry keeps the limits of
// its own rule set, so an adoption changes no line already there.
// Guarantees: pure, integers only; the same entries in any order give the same lines; in every window the posted points
// of a category never sum to more than the cap or less than the floor of the last entry that moved them; posted +
// uncounted = what the entry gives. A late entry recomputes its window and no other.
// Errors: none. Threads: any thread.
#pragma once

#include "shiji/ledger/rules/rule_set.h"

namespace shiji::ledger {

/// What points are given for: one fact of one teacher.
struct PointFact {
  document::PointOccasion occasion{};
  Level level{};
  Date business_date;
  Sequence sequence;
  std::uint8_t author_order = 1;  ///< of a paper
  std::uint32_t minutes = 0;      ///< of mentoring
  bool qualified = false;         ///< mentoring appraised as qualified or better
};
/// The occasion of an attendance; nothing while it is undecided.
[[nodiscard]] std::optional<document::PointOccasion> occasion_of(document::AttendanceOutcome outcome);

/// One item before caps: which event, which row of which rule set, how much.
struct PointEntry {
  Date business_date;
  Sequence sequence;
  std::uint32_t row = 0;  ///< index in the rule set: orders rows of one event
  std::string item;
  std::string category;
  Level level{};
  std::int32_t points_centi = 0;
  PointLimits limits;
  std::uint32_t counted_max = 0;  ///< of the item in one window; 0: any number
  Hash rule_set;
};
[[nodiscard]] std::vector<PointEntry> point_entries(const PointRuleSet& rules, const PointFact& fact);

/// One line of a statement. `total_centi` is the category's total in the window after this line.
struct PointLine {
  PointEntry entry;
  std::string window;  ///< "2023" or "2023-2024"
  std::int32_t posted_centi = 0;
  std::int32_t uncounted_centi = 0;
  std::int32_t total_centi = 0;
};
/// `entries` are of one category.
[[nodiscard]] std::vector<PointLine> post_points(std::vector<PointEntry> entries);

/// "2023" for a calendar year, "2023-2024" for a school year (1 September to 31 August), "2021-2025" for a plan period
/// of five years. A personal registration period is not a function of the date: misuse aborts.
[[nodiscard]] std::string window_name(document::Window window, Date date);

}  // namespace shiji::ledger
