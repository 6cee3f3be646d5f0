// Reading committed events and tiles from the chain.
//
// Guarantees: nothing beyond the given tip is read; every event's leaf hash is computed from its bytes.
// Errors: corrupt with the sequence, not_found. Threads: any thread.
#pragma once

#include "append/chain_tip.h"
#include "shiji/engine/owner/owner.h"
#include "store/chain_store.h"
#include "store/live_index.h"

namespace shiji::engine {

[[nodiscard]] ledger::Status read_events(const ChainStore& chain, ledger::Sequence from, ledger::TreeSize end,
                                         const EventVisitor& visit);
[[nodiscard]] ledger::Status read_sequences(const ChainStore& chain, std::span<const ledger::Sequence> sequences,
                                            const EventVisitor& visit);
/// `width` hashes of a tile, from full tiles or the tree's edge.
[[nodiscard]] ledger::Result<std::vector<ledger::Hash>> read_tile(const ChainStore& chain, const ledger::TileTree& tree,
                                                                  ledger::TileId id, std::size_t width);

}  // namespace shiji::engine
