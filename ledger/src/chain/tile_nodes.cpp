#include "shiji/ledger/chain/tile_nodes.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <bit>

namespace shiji::ledger {

TileNodes::TileNodes(std::vector<Hash> hashes) : width_(hashes.size()), nodes_(std::move(hashes)) {
  SHIJI_ASSERT(width_ > 0 && width_ <= tile_width, "a tile has 1 to 256 hashes");
  for (std::size_t row = 1, end = width_; row < rows; ++row) {
    begin_[row] = end;
    end += width_ >> row;
  }
  nodes_.resize(begin_.back() + (width_ >> (rows - 1)));
  const std::span all(nodes_);
  for (std::size_t row = 1; row < rows; ++row) {
    const auto count = width_ >> row;
    node_hashes(all.subspan(begin_[row - 1], 2 * count), all.subspan(begin_[row], count));
  }
}

const Hash& TileNodes::root(std::size_t first, std::size_t count) const {
  SHIJI_ASSERT(std::has_single_bit(count) && first % count == 0 && first + count <= width_,
               "a complete subtree of the tile");
  const auto row = static_cast<std::size_t>(std::countr_zero(count));
  return nodes_[begin_[row] + (first >> row)];
}

}  // namespace shiji::ledger
