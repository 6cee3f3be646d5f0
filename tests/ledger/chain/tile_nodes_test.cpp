// The nodes of a tile: every complete subtree's root, of tiles of every width.
#include "shiji/ledger/chain/tile_nodes.h"

#include "chain/memory_log.h"

#include <catch2/catch.hpp>

namespace shiji::ledger {

TEST_CASE("every complete subtree of a tile of any width has its root among the tile's nodes") {
  const test::MemoryLog log(tile_width);
  for (std::size_t width = 1; width <= tile_width; ++width) {
    const TileNodes nodes({log.leaves.begin(), log.leaves.begin() + static_cast<std::ptrdiff_t>(width)});
    REQUIRE(nodes.width() == width);
    bool right = true;
    for (std::size_t count = 1; count <= width; count *= 2) {
      for (std::size_t first = 0; first + count <= width; first += count) {
        right = right && nodes.root(first, count) == subtree_root(std::span(log.leaves).subspan(first, count));
      }
    }
    CHECK(right);
  }
}

}  // namespace shiji::ledger
