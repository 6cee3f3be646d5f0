// What one teacher gets out of one session: pure arithmetic over what was witnessed.
//
// What: a unit is attended when the teacher signed in at most `late_minutes_max` after its start and before its end,
// and had not left before it began. Whole minutes past the start, rounded down, are minutes late; one or more is late.
// Minutes run from the start of the unit (from the sign-in when late) to its end, to the sign-out when there is one,
// or, where signing out is required and nobody saw the teacher leave, to the last time they were seen. Each unit's
// minutes are rounded down once. Guarantees: pure, integers only. Errors: none. Threads: any thread.
#pragma once

#include "shiji/ledger/events/event.h"

#include <span>

namespace shiji::ledger {

/// When a teacher was seen. Times are those that count: never after the ledger's clock.
struct Witnessed {
  std::optional<Time> signed_in;       ///< the first sign-in
  std::optional<Time> last_signed_in;  ///< the latest one; at least `signed_in`
  std::optional<Time> signed_out;      ///< the latest sign-out
  std::uint8_t sign_ins_repeated = 0;  ///< sign-ins after the first, up to 255
};

/// `units` are in order and do not overlap.
[[nodiscard]] training::AttendanceEntry attendance_of(const Subject& teacher, const Witnessed& witnessed,
                                                      std::span<const training::SessionUnit> units,
                                                      bool sign_out_required, std::uint16_t late_minutes_max);

}  // namespace shiji::ledger
