#include "shiji/ledger/rules/attendance.h"

#include "rules/minute.h"

#include <algorithm>
#include <limits>

namespace shiji::ledger {
namespace {

/// Until when the teacher counts as there.
std::int64_t present_until(const Witnessed& witnessed, bool sign_out_required) {
  const std::int64_t seen_in = witnessed.last_signed_in.value_or(*witnessed.signed_in).value;
  const bool left = witnessed.signed_out && witnessed.signed_out->value >= seen_in;
  if (left) return witnessed.signed_out->value;
  return sign_out_required ? seen_in : std::numeric_limits<std::int64_t>::max();
}

struct UnitAttendance {
  bool attended = false;
  std::int64_t minutes = 0;
  std::int64_t late_minutes = 0;
};

UnitAttendance unit_attendance(const training::SessionUnit& unit, std::int64_t from, std::int64_t until,
                               std::int64_t late_max_us) {
  const std::int64_t start = unit.starts_at.value;
  const std::int64_t end = unit.ends_at.value;
  if (from > start + late_max_us || from >= end) return {};
  const std::int64_t late_minutes = from > start ? (from - start) / minute_us : 0;
  const std::int64_t counted_from = late_minutes > 0 ? from : start;
  const std::int64_t counted_us = std::min(end, until) - counted_from;
  return {.attended = true, .minutes = std::max<std::int64_t>(counted_us, 0) / minute_us, .late_minutes = late_minutes};
}

}  // namespace

training::AttendanceEntry attendance_of(const Subject& teacher, const Witnessed& witnessed,
                                        std::span<const training::SessionUnit> units, bool sign_out_required,
                                        std::uint16_t late_minutes_max) {
  training::AttendanceEntry entry{.teacher = teacher,
                                  .outcome = document::AttendanceOutcome::absent,
                                  .sign_ins_repeated = witnessed.sign_ins_repeated};
  if (!witnessed.signed_in) {
    entry.units_absent = static_cast<std::uint8_t>(units.size());
    return entry;
  }
  const std::int64_t until = present_until(witnessed, sign_out_required);
  std::int64_t minutes = 0;
  std::int64_t late_minutes = 0;
  for (const auto& unit : units) {
    // Whoever signed in and was not seen to leave was there for the first unit they came for, if only for no minute.
    const bool first = entry.units_attended == 0 && !witnessed.signed_out;
    const bool gone = until <= unit.starts_at.value && !first;
    const auto attended = gone ? UnitAttendance{}
                               : unit_attendance(unit, witnessed.signed_in->value, until, late_minutes_max * minute_us);
    (attended.attended ? entry.units_attended : entry.units_absent) += 1;
    minutes += attended.minutes;
    late_minutes += attended.late_minutes;
  }
  entry.minutes = static_cast<std::uint16_t>(minutes);
  entry.late_minutes = static_cast<std::uint16_t>(late_minutes);
  if (entry.units_attended > 0) {
    entry.outcome = late_minutes > 0 ? document::AttendanceOutcome::late : document::AttendanceOutcome::present;
  }
  return entry;
}

}  // namespace shiji::ledger
