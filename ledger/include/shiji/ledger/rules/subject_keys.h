// Which keys of sealed fields the ledger knows of.
//
// What: the newest key version of a subject for which identity.SubjectKeyCreated is in the state. Threads: any thread
// for a state that allows it.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/rules/decision_state.h"

namespace shiji::ledger {

/// 0 when there is none.
[[nodiscard]] std::uint32_t subject_key_version(const DecisionState& state, const Subject& subject);

}  // namespace shiji::ledger
