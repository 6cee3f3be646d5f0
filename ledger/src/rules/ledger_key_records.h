// What the decision state remembers of the keys that sign checkpoints.
#pragma once

#include "shiji/ledger/rules/ledger_keys.h"

namespace shiji::ledger {

void put_ledger_keys(DecisionState& state, const std::vector<LedgerKey>& keys);
/// What is no verifier key is left out: rules refuse it, and folding never fails.
void add_ledger_key(DecisionState& state, std::string_view verifier_key, Sequence since);

}  // namespace shiji::ledger
