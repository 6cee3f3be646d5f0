// What the decision state remembers of schools and of who works in them.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/rules/decision_state.h"

#include <string>

namespace shiji::ledger {

struct EmploymentRecord {
  bool in_force = false;
  Date since;  ///< start, last change or end
};
[[nodiscard]] std::optional<EmploymentRecord> find_employment(const DecisionState& state, const Subject& teacher,
                                                              std::string_view school);
void put_employment(DecisionState& state, const Subject& teacher, std::string_view school,
                    const EmploymentRecord& record);

/// nullopt: no such school.
[[nodiscard]] std::optional<std::string> unit_of_school(const DecisionState& state, std::string_view code);
void put_school(DecisionState& state, std::string_view code, std::string_view unit);

}  // namespace shiji::ledger
