// The roles there are. Their scope by unit and the account kinds of each level come with the access matrix.
#pragma once

#include "shiji/ledger/rules/access_rules.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {

inline constexpr std::array<std::string_view, 2> role_names{role_administrator, role_service};

[[nodiscard]] inline bool is_role(std::string_view role) {
  return std::find(role_names.begin(), role_names.end(), role) != role_names.end();
}

}  // namespace shiji::ledger
