#include "rules/employment_records.h"

#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {
std::optional<EmploymentRecord> find_employment(const DecisionState& state, const Subject& teacher,
                                                std::string_view school) {
  const auto value = state.get(state_keys::employment(teacher, school));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  const bool in_force = reader.flag();
  return EmploymentRecord{in_force, Date{reader.number<std::int32_t>()}};
}

void put_employment(DecisionState& state, const Subject& teacher, std::string_view school,
                    const EmploymentRecord& record) {
  state.put(state_keys::employment(teacher, school),
            StateWriter().flag(record.in_force).number(record.since.value).take());
}

std::optional<std::string> unit_of_school(const DecisionState& state, std::string_view code) {
  const auto value = state.get(state_keys::school(code));
  if (!value) return std::nullopt;
  return std::string(StateReader(*value).text());
}

void put_school(DecisionState& state, std::string_view code, std::string_view unit) {
  state.put(state_keys::school(code), StateWriter().text(unit).take());
}

}  // namespace shiji::ledger
