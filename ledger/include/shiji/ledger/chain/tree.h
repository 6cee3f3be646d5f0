// The Merkle tree of the ledger, growing at its right edge (RFC 6962), in C2SP tiles of 256.
//
// What: `TileTree` holds the right edge only: at each level the hashes of the tile that is not full yet. A full tile is
// handed to a sink once, and never changes. Root and partial tiles come from the edge.
// Units: entry i of tile n at level l is the root over leaves [(n*256+i)*256^l, (n*256+i+1)*256^l).
// Threads: one thread at a time. Cost: one node hash an append, amortised; at most 64 for the root; memory 8 KiB a
// level.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <functional>
#include <vector>

namespace shiji::ledger {

inline constexpr std::size_t tile_width = 256;

struct TileId {
  std::uint32_t level = 0;
  std::uint64_t index = 0;
  auto operator<=>(const TileId&) const = default;
};

class TileTree {
 public:
  using FullTileSink = std::function<void(TileId id, std::span<const Hash> hashes)>;  // 256 hashes
  using FullTileReader = std::function<Result<std::vector<Hash>>(TileId id)>;

  TileTree() = default;
  /// The tree of `size` leaves: level-0 edge from `edge_leaves` (the last size % 256 leaf hashes), upper levels from
  /// full tiles, read with `reader` and re-hashed.
  [[nodiscard]] static Result<TileTree> restore(TreeSize size, std::span<const Hash> edge_leaves,
                                                const FullTileReader& reader);

  void append(const Hash& leaf, const FullTileSink& sink);
  /// The same one by one, hashed side by side.
  void append(std::span<const Hash> leaves, const FullTileSink& sink);
  /// The same as appending `leaves` one by one, of which `root` is the root: a power of two of them, at most a tile,
  /// and the size is a multiple of their number. For whoever hashes parts of the tree on several cores.
  void append_subtree(std::span<const Hash> leaves, const Hash& root, const FullTileSink& sink);
  [[nodiscard]] TreeSize size() const { return size_; }
  [[nodiscard]] Hash root() const;
  /// Hashes of the tile that is not full yet at `level`; empty beyond the edge.
  [[nodiscard]] std::span<const Hash> edge(std::uint32_t level) const;
  [[nodiscard]] std::uint32_t levels() const { return static_cast<std::uint32_t>(edges_.size()); }

 private:
  void join(const Hash& root, std::uint32_t height, const FullTileSink& sink);

  TreeSize size_;
  std::vector<std::vector<Hash>> edges_;
  std::vector<Hash> peaks_;  // roots of the complete subtrees the size's binary digits stand for, the largest first
};

/// Root over up to 256 hashes that stand for complete, equal subtrees or leaves (RFC 6962 split).
[[nodiscard]] Hash subtree_root(std::span<const Hash> hashes);

/// Number of entries of level `level` in a tree of `size`: floor(size / 256^level).
[[nodiscard]] std::uint64_t tile_entries(TreeSize size, std::uint32_t level);

/// C2SP path "tile/0/x001/067" or "tile/0/000.p/3" (`width` 256 means full); `entries` gives "tile/entries/...".
[[nodiscard]] std::string tile_path(TileId id, std::size_t width);
[[nodiscard]] std::string entry_bundle_path(std::uint64_t index, std::size_t width);

/// One C2SP entry bundle: u16 big-endian length || bytes, repeated. `append_to_bundle` aborts over 65,535 bytes.
void append_to_bundle(Buffer& bundle, Bytes entry);
[[nodiscard]] Result<std::vector<Bytes>> split_bundle(Bytes bundle);

}  // namespace shiji::ledger
