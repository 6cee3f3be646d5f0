#include "owner/proof_tiles.h"

#include "owner/chain_reading.h"

#include <algorithm>

namespace shiji::engine {

using ledger::Hash;
using ledger::TileId;
using ledger::TileNodes;
using ledger::TreeSize;

void ProofTiles::read_upper(const ledger::TileTree& tree, std::uint32_t from_level) {
  for (auto level = from_level; level < tree.levels(); ++level) {
    const auto full = ledger::tile_entries(tree.size(), level) / ledger::tile_width;
    for (auto index = full - std::min<std::uint64_t>(full, tiles_max_ / 2); index < full; ++index) {
      (void)read(tree, {{level, index}, ledger::tile_width});
    }
  }
}

ledger::Result<std::vector<Hash>> ProofTiles::inclusion_proof(ledger::Sequence index, TreeSize size,
                                                              const ledger::TileTree& tree) {
  return ledger::inclusion_proof_from_nodes(index, size, [&](TileId id, std::size_t width) -> ledger::Result<Nodes> {
    if (auto kept = find({id, width})) return kept;
    return read(tree, {id, width});
  });
}

std::size_t ProofTiles::kept() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

ProofTiles::Nodes ProofTiles::find(const Place& place) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(place);
  if (found == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->nodes;
}

void ProofTiles::keep(const Place& place, const Nodes& nodes) {
  const std::lock_guard lock(mutex_);
  if (tiles_max_ == 0 || places_.contains(place)) return;
  if (entries_.size() == tiles_max_) {
    places_.erase(entries_.back().place);
    entries_.pop_back();
  }
  entries_.push_front({place, nodes});
  places_.emplace(place, entries_.begin());
}

ledger::Result<ProofTiles::Nodes> ProofTiles::read(const ledger::TileTree& tree, const Place& place) {
  auto hashes = read_tile(chain_, tree, place.first, place.second);
  if (!hashes) return hashes.failure();
  auto nodes = std::make_shared<const TileNodes>(std::move(*hashes));
  keep(place, nodes);
  return nodes;
}

}  // namespace shiji::engine
