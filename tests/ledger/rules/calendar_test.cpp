// The calendar of 2023: working days, weekly rule and differences together.
#include "rules/rule_ledger.h"
#include "shiji/ledger/events/json.h"

#include <catch2/catch.hpp>

#include <map>

namespace shiji::tests {

TEST_CASE("2023 had 249 working days") {
  const auto bytes = document_from_json("document.Calendar", built_in("calendars/CAL-CN-2023.json"));
  REQUIRE(bytes);
  const auto calendar = read_table<document::Calendar>(*bytes);
  std::map<Date, bool> differs;
  for (const auto& day : calendar.days) differs.emplace(day.date, day.working);
  const Date first = *date_from_text("2023-01-01");  // a Sunday
  const Date last = *date_from_text("2023-12-31");
  int working = 0;
  for (Date day = first; day <= last; ++day.value) {
    const int weekday = (day.value - first.value) % 7;  // 0 is Sunday
    const bool by_week = weekday != 0 && weekday != 6;
    const auto found = differs.find(day);
    if (found != differs.end()) CHECK(found->second != by_week);
    working += (found == differs.end() ? by_week : found->second) ? 1 : 0;
  }
  CHECK(working == 249);
  CHECK(differs.at(*date_from_text("2023-09-29")) == false);
  CHECK(differs.at(*date_from_text("2023-10-07")) == true);
}

}  // namespace shiji::tests
