// The attendance rules of every adoption, short enough to be read with one look into the state.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/rules/decision_state.h"

namespace shiji::ledger {

struct AttendanceRulesAdoption {
  Sequence adopted_at;
  Date from;
  std::optional<Date> until;
  Hash digest;
  std::uint16_t late_minutes_max = 0;
  std::uint16_t sign_in_opens_minutes = 0;
};

void add_attendance_rules(DecisionState& state, const AttendanceRulesAdoption& adoption);
/// The newest adoption whose effective range holds `on`.
[[nodiscard]] std::optional<AttendanceRulesAdoption> attendance_rules_on(const DecisionState& state, Date on);

}  // namespace shiji::ledger
