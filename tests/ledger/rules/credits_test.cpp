#include "shiji/ledger/rules/credits.h"

#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

CreditRuleSet rules_of(std::uint16_t minutes_per_class_hour, std::uint16_t class_hours_per_credit) {
  CreditRuleSet out;
  out.item = "training";
  out.minutes_per_class_hour = minutes_per_class_hour;
  out.class_hours_per_credit = class_hours_per_credit;
  return out;
}

struct Row {
  const char* what;
  CreditRuleSet rules;
  std::uint32_t minutes;
  std::int64_t class_hours_centi, credit_milli;
};

}  // namespace

TEST_CASE("minutes become class hours and credits, rounded down once") {
  const std::vector<Row> rows{
      {"nothing", rules_of(45, 10), 0, 0, 0},
      {"one class hour", rules_of(45, 10), 45, 100, 100},
      {"one credit", rules_of(45, 10), 450, 1'000, 1'000},
      {"a minute less than a credit", rules_of(45, 10), 449, 997, 997},
      {"one minute", rules_of(45, 10), 1, 2, 2},
      {"60 hours by the clock are 80 class hours", rules_of(45, 10), 3'600, 8'000, 8'000},
      {"60 hours by the clock are 60 hours of an hour each", rules_of(60, 10), 3'600, 6'000, 6'000},
      {"36 hours online at 20 a credit", rules_of(60, 20), 36 * 60, 3'600, 1'800},
      {"45 class hours at 8 a credit", rules_of(45, 8), 45 * 45, 4'500, 5'625},
      {"160 class hours at 8 a credit", rules_of(45, 8), 160 * 45, 16'000, 20'000},
      {"as many minutes as there can be", rules_of(1, 1), UINT32_MAX, 429'496'729'500, 4'294'967'295'000},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK(class_hours_centi(row.rules, row.minutes) == row.class_hours_centi);
    CHECK(credit_milli(row.rules, row.minutes) == row.credit_milli);
  }
}

TEST_CASE("a line of credits names its event, its item and its rule set") {
  const auto parsed = parse_rule_set(built_in("rules/credits.json"));
  REQUIRE(parsed);
  const auto& rules = std::get<CreditRuleSet>(*parsed);
  const CreditLine line = credit_line(rules, Sequence{7}, *date_from_text("2023-09-04"), 90);
  CHECK(line.sequence == Sequence{7});
  CHECK(line.business_date == date_from_text("2023-09-04"));
  CHECK(line.minutes == 90);
  CHECK(line.class_hours_centi == 200);
  CHECK(line.credit_milli == 200);
  CHECK(line.item == "training");
  CHECK(line.rule_set == rules.head.digest);
  CHECK_FALSE(line.rule_set.is_zero());
}

}  // namespace shiji::tests
