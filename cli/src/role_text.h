// A role as people call it: its title, the level of its unit, and the unit.
#pragma once

#include "context.h"
#include "shiji/ledger/rules/access_rules.h"

#include <string>
#include <vector>

namespace shiji::cli {

/// "system administrator (county, 37/3701/370112)"; an empty unit is the whole ledger.
[[nodiscard]] std::string role_text(const Context& context, ledger::Role role, std::string_view unit);
[[nodiscard]] std::string roles_text(const Context& context, const std::vector<ledger::HeldRole>& roles);

}  // namespace shiji::cli
