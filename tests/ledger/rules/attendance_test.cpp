// Minutes, lateness and absence from what was witnessed.
#include "shiji/ledger/rules/attendance.h"

#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

using document::AttendanceOutcome;

/// Minutes and seconds of the morning: at(9, 14, 30).
Time at(std::int64_t hour, std::int64_t minute, std::int64_t second = 0) {
  return plus_seconds(shanghai("2023-09-04", "00:00"), (hour * 60 + minute) * 60 + second);
}

struct Row {
  const char* what;
  std::optional<Time> in, last_in, out;
  bool sign_out_required;
  std::uint16_t minutes, late;
  std::uint8_t attended, absent;
  AttendanceOutcome outcome;
};

constexpr auto present = AttendanceOutcome::present;
constexpr auto late = AttendanceOutcome::late;
constexpr auto absent = AttendanceOutcome::absent;
const std::nullopt_t none = std::nullopt;

void check(const std::vector<training::SessionUnit>& units, const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    const Witnessed witnessed{row.in, row.last_in ? row.last_in : row.in, row.out, 0};
    const auto entry = attendance_of(subject(1), witnessed, units, row.sign_out_required, 15);
    CHECK(entry.teacher == subject(1));
    CHECK(entry.minutes == row.minutes);
    CHECK(entry.late_minutes == row.late);
    CHECK(int{entry.units_attended} == int{row.attended});
    CHECK(int{entry.units_absent} == int{row.absent});
    CHECK(entry.outcome == row.outcome);
  }
}

}  // namespace

TEST_CASE("one unit of 45 minutes: on time, late, absent") {
  check({{at(9, 0), at(9, 45)}},
        {
            {"never seen", none, none, none, false, 0, 0, 0, 1, absent},
            {"early", at(8, 10), none, none, false, 45, 0, 1, 0, present},
            {"on the dot", at(9, 0), none, none, false, 45, 0, 1, 0, present},
            {"59 seconds are no minute", at(9, 0, 59), none, none, false, 45, 0, 1, 0, present},
            {"one minute", at(9, 1), none, none, false, 44, 1, 1, 0, late},
            {"14 minutes", at(9, 14), none, none, false, 31, 14, 1, 0, late},
            {"14 minutes and a half", at(9, 14, 30), none, none, false, 30, 14, 1, 0, late},
            {"15 minutes", at(9, 15), none, none, false, 30, 15, 1, 0, late},
            {"a second more", at(9, 15, 1), none, none, false, 0, 0, 0, 1, absent},
            {"16 minutes", at(9, 16), none, none, false, 0, 0, 0, 1, absent},
            {"left early", at(8, 55), none, at(9, 30, 30), false, 30, 0, 1, 0, present},
            {"left before it began", at(8, 50), none, at(8, 55), false, 0, 0, 0, 1, absent},
            {"left and came back", at(8, 50), at(8, 58), at(8, 55), false, 45, 0, 1, 0, present},
            {"stayed longer", at(8, 50), none, at(12, 0), false, 45, 0, 1, 0, present},
        });
}

TEST_CASE("where signing out is required, time runs to the last time somebody was seen") {
  check({{at(9, 0), at(9, 45)}, {at(10, 0), at(10, 45)}},
        {
            {"in and out", at(8, 50), none, at(10, 45), true, 90, 0, 2, 0, present},
            {"in and never out", at(8, 50), none, none, true, 0, 0, 1, 1, present},
            {"late and never out", at(9, 10), none, none, true, 0, 10, 1, 1, late},
            {"seen again in the second unit", at(8, 50), at(10, 5), none, true, 50, 0, 2, 0, present},
            {"out in the break", at(8, 50), none, at(9, 50), true, 45, 0, 1, 1, present},
            {"out in the second unit", at(9, 5), none, at(10, 20), true, 60, 5, 2, 0, late},
        });
}

TEST_CASE("over several units somebody is there from when they came") {
  check({{at(9, 0), at(9, 45)}, {at(10, 0), at(10, 45)}, {at(11, 0), at(11, 45)}},
        {
            {"once, before the first", at(8, 59), none, none, false, 135, 0, 3, 0, present},
            {"late for the first", at(9, 14), none, none, false, 121, 14, 3, 0, late},
            {"too late for the first", at(9, 16), none, none, false, 90, 0, 2, 1, present},
            {"late for the second", at(10, 3), none, none, false, 87, 3, 2, 1, late},
            {"for the last minute of the last", at(11, 44), none, none, false, 0, 0, 0, 3, absent},
            {"left after the second", at(8, 59), none, at(10, 45), false, 90, 0, 2, 1, present},
        });
}

TEST_CASE("a unit shorter than the allowed lateness is missed by who comes after it") {
  check({{at(9, 0), at(9, 5)}, {at(9, 5), at(9, 50)}},
        {
            {"in time for the second", at(9, 5), none, none, false, 45, 0, 1, 1, present},
            {"late for both", at(9, 4), none, none, false, 46, 4, 2, 0, late},
        });
}

}  // namespace shiji::tests
