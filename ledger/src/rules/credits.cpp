#include "shiji/ledger/rules/credits.h"

namespace shiji::ledger {

std::int64_t class_hours_centi(const CreditRuleSet& rules, std::uint32_t minutes) {
  return std::int64_t{minutes} * 100 / rules.minutes_per_class_hour;
}

std::int64_t credit_milli(const CreditRuleSet& rules, std::uint32_t minutes) {
  const std::int64_t minutes_per_credit = std::int64_t{rules.minutes_per_class_hour} * rules.class_hours_per_credit;
  return std::int64_t{minutes} * 1000 / minutes_per_credit;
}

CreditLine credit_line(const CreditRuleSet& rules, Sequence sequence, Date business_date, std::uint32_t minutes) {
  return {.sequence = sequence,
          .business_date = business_date,
          .minutes = minutes,
          .class_hours_centi = class_hours_centi(rules, minutes),
          .credit_milli = credit_milli(rules, minutes),
          .item = rules.item,
          .rule_set = rules.head.digest};
}

}  // namespace shiji::ledger
