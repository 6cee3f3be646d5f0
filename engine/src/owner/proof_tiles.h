// ProofTiles: inclusion proofs from the chain's tiles, and the tiles they lately took, with all their nodes.
//
// Guarantees: a proof under `size` is the same whatever is kept; full tiles never change, partial ones are kept by
// their width. At most `tiles_max` are kept, 16 KiB each; what was asked for longest ago goes first.
// Errors: corrupt, not_found. Threads: any thread. Cost: a tile is read and hashed once while it is kept; a proof
// out of kept ones hashes next to nothing.
#pragma once

#include "shiji/ledger/chain/proof.h"
#include "store/chain_store.h"

#include <list>
#include <map>
#include <memory>
#include <mutex>

namespace shiji::engine {

class ProofTiles {
 public:
  ProofTiles(const ChainStore& chain, std::size_t tiles_max) : chain_(chain), tiles_max_(tiles_max) {}

  /// Reads the full tiles from a level on: there are few of them, and every proof takes one of each level. What cannot
  /// be read is told by the proof that needs it.
  void read_upper(const ledger::TileTree& tree, std::uint32_t from_level);
  /// That leaf `index` is in the tree of `size`, from its neighbour up; `tree` is that tree or a later one.
  [[nodiscard]] ledger::Result<std::vector<ledger::Hash>> inclusion_proof(ledger::Sequence index, ledger::TreeSize size,
                                                                          const ledger::TileTree& tree);
  [[nodiscard]] std::size_t kept() const;

 private:
  using Nodes = std::shared_ptr<const ledger::TileNodes>;
  using Place = std::pair<ledger::TileId, std::size_t>;  // and width
  struct Entry {
    Place place;
    Nodes nodes;
  };

  [[nodiscard]] Nodes find(const Place& place);
  void keep(const Place& place, const Nodes& nodes);
  [[nodiscard]] ledger::Result<Nodes> read(const ledger::TileTree& tree, const Place& place);

  const ChainStore& chain_;
  std::size_t tiles_max_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // lately used first
  std::map<Place, std::list<Entry>::iterator> places_;
};

}  // namespace shiji::engine
