#include "owner/proof_tiles.h"

#include "owner/chain_reading.h"

#include <thread>

namespace shiji::engine {

using ledger::Hash;
using ledger::TileId;
using ledger::TileNodes;
using ledger::TreeSize;

namespace {

/// The full tiles between a leaf and the root, from below.
std::vector<TileId> full_tiles_above(ledger::Sequence index, TreeSize size) {
  std::vector<TileId> tiles;
  auto at = index.value / ledger::tile_width;
  for (std::uint32_t level = 0; at < ledger::tile_entries(size, level) / ledger::tile_width; ++level) {
    tiles.push_back({level, at});
    at /= ledger::tile_width;
  }
  return tiles;
}

}  // namespace

ledger::Result<std::vector<Hash>> ProofTiles::inclusion_proof(ledger::Sequence index, TreeSize size,
                                                              const ledger::TileTree& tree) {
  std::vector<Place> missing;
  for (const auto id : full_tiles_above(index, size)) {
    const Place place{id, ledger::tile_width};
    if (find(place) == nullptr) missing.push_back(place);
  }
  if (missing.size() > 1) read_side_by_side(tree, missing);
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

void ProofTiles::read_side_by_side(const ledger::TileTree& tree, std::span<const Place> places) {
  // What cannot be read is told by the proof that asks for it again.
  std::vector<std::thread> readers;
  for (const auto& place : places.subspan(1)) readers.emplace_back([this, &tree, &place] { (void)read(tree, place); });
  (void)read(tree, places.front());
  for (auto& reader : readers) reader.join();
}

}  // namespace shiji::engine
