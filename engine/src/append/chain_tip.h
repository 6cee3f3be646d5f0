// ChainTip: where the chain stands after an event: what the next one links to.
//
// Threads: a value; copied from the sequencer to the committer with each commit.
#pragma once

#include "shiji/ledger/chain/tree.h"

namespace shiji::engine {

struct ChainTip {
  ledger::Hash leaf_hash;    ///< of the last event; zero when there is none
  ledger::Time recorded_at;  ///< of the last event; never goes back
  ledger::TileTree tree;     ///< its size is the next sequence
};

}  // namespace shiji::engine
