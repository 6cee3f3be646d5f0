#include "demo/school_year.h"

#include <algorithm>
#include <array>

namespace shiji::cli::demo {
namespace {

struct Range {
  ledger::Date first, last;
  [[nodiscard]] bool holds(ledger::Date date) const { return date >= first && date <= last; }
};

constexpr std::array terms{Range{date_of(2023, 2, 13), date_of(2023, 7, 7)},
                           Range{autumn_begins, date_of(2023, 12, 29)}};

// New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn with National Day, New Year 2024.
constexpr std::array holidays{
    Range{date_of(2022, 12, 31), date_of(2023, 1, 2)}, Range{date_of(2023, 1, 21), date_of(2023, 1, 27)},
    Range{date_of(2023, 4, 5), date_of(2023, 4, 5)},   Range{date_of(2023, 4, 29), date_of(2023, 5, 3)},
    Range{date_of(2023, 6, 22), date_of(2023, 6, 24)}, Range{date_of(2023, 9, 29), date_of(2023, 10, 6)},
    Range{date_of(2023, 12, 30), date_of(2024, 1, 1)}};

}  // namespace

bool is_public_holiday(ledger::Date date) {
  return std::any_of(holidays.begin(), holidays.end(), [&](const Range& range) { return range.holds(date); });
}

bool is_in_term(ledger::Date date) {
  return std::any_of(terms.begin(), terms.end(), [&](const Range& range) { return range.holds(date); });
}

std::vector<ledger::Date> session_days() {
  std::vector<ledger::Date> days;
  for (const Range& term : terms) {
    for (ledger::Date day = term.first; day <= term.last; ++day.value) {
      if (weekday_of(day) != 0 && !is_public_holiday(day)) days.push_back(day);
    }
  }
  return days;
}

}  // namespace shiji::cli::demo
