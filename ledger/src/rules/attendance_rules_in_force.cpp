#include "rules/attendance_rules_in_force.h"

#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {
namespace {

AttendanceRulesAdoption read_adoption(StateReader& reader) {
  AttendanceRulesAdoption out;
  out.adopted_at = {reader.number<std::uint64_t>()};
  out.from = {reader.number<std::int32_t>()};
  if (const auto until = reader.optional_number<std::int32_t>()) out.until = Date{*until};
  out.digest = reader.fixed<Hash>();
  out.late_minutes_max = reader.number<std::uint16_t>();
  out.sign_in_opens_minutes = reader.number<std::uint16_t>();
  return out;
}

}  // namespace

void add_attendance_rules(DecisionState& state, const AttendanceRulesAdoption& adoption) {
  StateWriter writer;
  writer.number(adoption.adopted_at.value).number(adoption.from.value);
  writer.optional_number(adoption.until ? std::optional(adoption.until->value) : std::nullopt);
  writer.bytes(adoption.digest.span()).number(adoption.late_minutes_max).number(adoption.sign_in_opens_minutes);
  // Newest first: a look-up stops at the first that holds.
  state.put(state_keys::attendance_rules, writer.take() + state.get(state_keys::attendance_rules).value_or(""));
}

std::optional<AttendanceRulesAdoption> attendance_rules_on(const DecisionState& state, Date on) {
  const auto value = state.get(state_keys::attendance_rules);
  if (!value) return std::nullopt;
  for (StateReader reader(*value); !reader.at_end();) {
    const auto adoption = read_adoption(reader);
    if (adoption.from <= on && (!adoption.until || on <= *adoption.until)) return adoption;
  }
  return std::nullopt;
}

}  // namespace shiji::ledger
