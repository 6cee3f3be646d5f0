// The keys that sign a ledger's checkpoints: the one of event 0, and those that came after it.
//
// What: at most two are in use at a time; from control.LedgerKeyRotated on both sign, until control.LedgerKeyRetired
// takes the older one away. The origin stays. Guarantees: pure. Threads: any thread that may read the state.
#pragma once

#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/rules/decision_state.h"

#include <vector>

namespace shiji::ledger {

struct LedgerKey {
  VerifierKey key;
  Sequence since;
  bool retired = false;
  Sequence retired_at;  ///< when `retired`
};

/// All there ever were, oldest first.
[[nodiscard]] std::vector<LedgerKey> ledger_keys(const DecisionState& state);
/// Those that sign now, oldest first: one or two.
[[nodiscard]] std::vector<VerifierKey> signing_ledger_keys(const DecisionState& state);

}  // namespace shiji::ledger
