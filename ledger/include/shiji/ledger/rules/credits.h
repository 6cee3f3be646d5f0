// Minutes to class hours and credits.
//
// What: both conversions are exact rationals rounded down once, on the line; a total is the sum of its lines.
// Guarantees: pure, integers only, no overflow for minutes up to 2^32 - 1. Errors: none. Threads: any thread.
#pragma once

#include "shiji/ledger/rules/rule_set.h"

namespace shiji::ledger {

/// floor(minutes * 100 / minutes_per_class_hour).
[[nodiscard]] std::int64_t class_hours_centi(const CreditRuleSet& rules, std::uint32_t minutes);
/// floor(minutes * 1000 / (minutes_per_class_hour * class_hours_per_credit)).
[[nodiscard]] std::int64_t credit_milli(const CreditRuleSet& rules, std::uint32_t minutes);

/// One line of a statement: what one event gave, and by which rule item.
struct CreditLine {
  Sequence sequence;
  Date business_date;
  std::uint32_t minutes = 0;
  std::int64_t class_hours_centi = 0;
  std::int64_t credit_milli = 0;
  std::string item;
  Hash rule_set;
};
[[nodiscard]] CreditLine credit_line(const CreditRuleSet& rules, Sequence sequence, Date business_date,
                                     std::uint32_t minutes);

}  // namespace shiji::ledger
