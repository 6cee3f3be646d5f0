// What an index keeps (streams, postings, decision state, submissions), against one folded from the events again.
//
// What: the same code that rebuilds a lost index folds the chain up to the cursor into a scratch index, and the two are
// compared entry by entry, both ways. `report` gets what differs. Guarantees: nothing stored in the index is trusted;
// it is read only. Errors: io of the scratch directory, which is removed in any case; corrupt when the events cannot be
// folded. Threads: one at a time. Cost: that of rebuilding an index, in bounded memory; its size on disk meanwhile.
#pragma once

#include "owner/ledger_core.h"

#include <functional>
#include <string>

namespace shiji::engine {

/// What the fold needs to know of the ledger.
struct FoldedLedger {
  const ChainStore& chain;
  const LedgerIdentity& identity;
  const Environment& environment;
  std::string scratch;  ///< a directory that is not there yet
};

[[nodiscard]] ledger::Status check_folded_index(const FoldedLedger& ledger, const IndexStore& index,
                                                const std::function<void(const std::string& message)>& report);

}  // namespace shiji::engine
