// The units a command is about: what an actor's role must reach.
#pragma once

#include "rules/rule_table.h"
#include "shiji/ledger/rules/roles.h"

#include <string>
#include <vector>

namespace shiji::ledger {

struct ConcernedUnits {
  enum class Needed { none, any, all } needed = Needed::any;
  std::vector<std::string> units;  ///< an empty one is the whole ledger
};

[[nodiscard]] ConcernedUnits units_concerned(const DecisionState& state, const DecodedEvent& command);

/// Notes the unit of a stream that begins with `event`, where units come from streams.
void fold_unit_of_stream(DecisionState& state, const DecodedEvent& event);

}  // namespace shiji::ledger
