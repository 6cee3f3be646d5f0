// Reading committed events and tiles from the chain.
//
// Guarantees: nothing beyond the given tip is read; every event's leaf hash is computed from its bytes. Who reads
// events one after the other passes the cache by, so that a sweep leaves in it what others come back for. Errors:
// corrupt with the sequence, not_found. Threads: any thread.
#pragma once

#include "append/chain_tip.h"
#include "owner/chunk_cache.h"
#include "shiji/engine/owner/owner.h"
#include "store/chain_store.h"
#include "store/live_index.h"

namespace shiji::engine {

[[nodiscard]] ledger::Status read_events(const ChainStore& chain, ledger::Sequence from, ledger::TreeSize end,
                                         const EventVisitor& visit);
/// Events that may lie far apart, in rising order. Chunks that are not in the cache are read side by side: whoever
/// reads a long stream waits for the disk once for many of them.
[[nodiscard]] ledger::Status read_sequences(const ChainStore& chain, ChunkCache& cache,
                                            std::span<const ledger::Sequence> sequences, const EventVisitor& visit);
/// One event.
[[nodiscard]] ledger::Status read_event(const ChainStore& chain, ChunkCache& cache, ledger::Sequence sequence,
                                        const std::function<void(const RecordedEvent&)>& take);
/// `width` hashes of a tile, from full tiles or the tree's edge.
[[nodiscard]] ledger::Result<std::vector<ledger::Hash>> read_tile(const ChainStore& chain, const ledger::TileTree& tree,
                                                                  ledger::TileId id, std::size_t width);

}  // namespace shiji::engine
