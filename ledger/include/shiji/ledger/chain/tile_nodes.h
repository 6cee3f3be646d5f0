// TileNodes: the hashes of a tile with the roots of all complete subtrees in it.
//
// What: a proof takes nearly every one of them, so all are hashed at once and can be kept for the next proof.
// Guarantees: immutable. Units: row h has an entry for every 2^h neighbours. Threads: any thread. Cost: as many hashes
// as the tile has, less one; 64 bytes an entry.
#pragma once

#include "shiji/ledger/chain/tree.h"

#include <array>
#include <vector>

namespace shiji::ledger {

class TileNodes {
 public:
  /// Of 1 to 256 hashes.
  explicit TileNodes(std::vector<Hash> hashes);
  [[nodiscard]] std::size_t width() const { return width_; }
  /// The root over `count` entries from `first`: a power of two of them, `first` a multiple of it, all in the tile.
  [[nodiscard]] const Hash& root(std::size_t first, std::size_t count) const;

 private:
  static constexpr std::size_t rows = 9;

  std::size_t width_;
  std::vector<Hash> nodes_;                // row by row
  std::array<std::size_t, rows> begin_{};  // of each row
};

}  // namespace shiji::ledger
