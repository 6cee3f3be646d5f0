// Compromised keys: what was signed while somebody else may have had the key.
//
// What: a revocation may say since when its key was compromised. Submissions that the key signed from then on, before
// it was revoked, are what they were, and nobody can say whose: each is a warning, not a fault. Only then is the part
// of the chain in question read a second time. Threads: one at a time, its own reading.
#pragma once

#include "shiji/engine/store/verification.h"
#include "shiji/ledger/rules/access_rules.h"
#include "store/chain_store.h"

#include <functional>
#include <vector>

namespace shiji::engine {

/// `keys` are revoked and have compromised_since. `warn` is called in the order of sequences, once a submission.
void find_doubtful_signatures(const ChainStore& chain, const std::vector<ledger::EnrolledKey>& keys,
                              const std::function<void(Fault warning)>& warn);

}  // namespace shiji::engine
