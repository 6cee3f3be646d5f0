// Recovery: from what is on disk to where the chain stands, and the index that belongs to it.
//
// Guarantees: a recovered head at or after HEAD is right (only a commit that nobody was told of can be missing); one
// behind HEAD is `head_behind` and is never opened for writing. Nothing is repaired except the index, which is derived.
// Errors: head_behind, corrupt, io. Threads: one thread at a time, before the pipeline starts.
#pragma once

#include "append/chain_tip.h"
#include "shiji/engine/environment.h"
#include "store/chain_store.h"
#include "store/head_file.h"
#include "store/index_store.h"

namespace shiji::engine {

/// Where the chain stands. Checks the mark against the event it names.
[[nodiscard]] ledger::Result<CommittedChain> recover_chain(const ChainStore& store, const HeadMark& mark);

/// Opens the index, throws it away when it does not fit the chain; the cursor says how far it reaches.
[[nodiscard]] ledger::Result<std::unique_ptr<IndexStore>> open_index(const std::string& path, const ChainStore& store,
                                                                     const ChainTip& tip,
                                                                     const Environment& environment, bool read_only);

}  // namespace shiji::engine
