// Catching up: what is in the chain and not in the index is folded again, at opening and in verification.
//
// Guarantees: the index is what appending would have made of it; written out on the way, so that memory is bounded.
// Errors: corrupt with the event, io. Threads: one thread at a time, before the pipeline starts.
#pragma once

#include "append/chain_tip.h"
#include "append/sequencing.h"
#include "store/chain_store.h"

namespace shiji::engine {

/// Folds every event after the index's cursor and before the end of `tip`.
[[nodiscard]] ledger::Status catch_up_index(const ChainStore& store, const ChainTip& tip,
                                            const ledger::Hash& origin_digest, LiveIndex& index,
                                            Sequencing& sequencing);

}  // namespace shiji::engine
