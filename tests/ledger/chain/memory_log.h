// A log in memory: entries of a few bytes, the tree under test over them, and its tiles.
#pragma once

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/chain/tree.h"

#include <map>
#include <string>
#include <vector>

namespace shiji::ledger::test {

inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class MemoryLog {
 public:
  MemoryLog() = default;
  explicit MemoryLog(std::size_t size) {
    while (leaves.size() < size) append();
  }

  void append() {
    leaves.push_back(leaf_hash(bytes_of(entry(leaves.size()))));
    tree.append(leaves.back(), sink());
  }

  static std::string entry(std::uint64_t index) { return "entry " + std::to_string(index); }

  TileTree::FullTileSink sink() {
    return [this](TileId id, std::span<const Hash> hashes) {
      const bool is_new = full_tiles.emplace(id, std::vector<Hash>(hashes.begin(), hashes.end())).second;
      if (!is_new) written_twice = true;
    };
  }

  TileTree::FullTileReader full_reader() const {
    return [this](TileId id) -> Result<std::vector<Hash>> {
      const auto tile = full_tiles.find(id);
      if (tile == full_tiles.end()) return Error{ErrorCode::not_found, tile_path(id, tile_width), "no such tile"};
      return tile->second;
    };
  }

  /// Full tiles, and partial ones from the tree's edge; any narrower width too, as for an older size.
  TileReader reader() const {
    return [this](TileId id, std::size_t width) -> Result<std::vector<Hash>> {
      std::span<const Hash> hashes = tree.edge(id.level);
      const auto tile = full_tiles.find(id);
      if (tile != full_tiles.end()) hashes = tile->second;
      if (hashes.size() < width) return Error{ErrorCode::not_found, tile_path(id, width), "no such tile"};
      return std::vector<Hash>(hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(width));
    };
  }

  std::vector<Hash> leaves;
  TileTree tree;
  std::map<TileId, std::vector<Hash>> full_tiles;
  bool written_twice = false;
};

}  // namespace shiji::ledger::test
