// ChainTip: where the chain stands after an event: what the next one links to. CommittedChain: the same with its tree.
//
// Threads: values. The sequencer has a tip of its own, ahead of what is committed; the tree grows on the committer.
#pragma once

#include "shiji/ledger/chain/tree.h"

#include <memory>

namespace shiji::engine {

struct ChainTip {
  ledger::TreeSize size;     ///< the next sequence
  ledger::Hash leaf_hash;    ///< of the last event; zero when there is none
  ledger::Time recorded_at;  ///< of the last event; never goes back
};

struct CommittedChain {
  ChainTip tip;
  std::shared_ptr<const ledger::TileTree> tree = std::make_shared<const ledger::TileTree>();  ///< of `tip.size` leaves
};

}  // namespace shiji::engine
