// Whom and what a command names must be known: one refusal for each, the same in every area.
#pragma once

#include "rules/rule_table.h"

namespace shiji::ledger {

/// Refuses teacher_unknown at `place`.
[[nodiscard]] Status check_teacher_known(const RuleContext& context, const Subject& teacher, std::string_view place);
/// Refuses school_unknown at `place`.
[[nodiscard]] Status check_school_known(const RuleContext& context, std::string_view code, std::string_view place);
/// Refuses out_of_range at `place` when there is nothing in `text`.
[[nodiscard]] Status check_not_empty(std::string_view text, std::string_view place);

}  // namespace shiji::ledger
