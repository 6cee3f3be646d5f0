#include "shiji/ledger/chain/tree.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <array>
#include <bit>

namespace shiji::ledger {
namespace {

void add_entry(std::vector<std::vector<Hash>>& edges, std::uint32_t level, const Hash& entry) {
  if (level == edges.size()) edges.emplace_back().reserve(tile_width);
  edges[level].push_back(entry);
}

/// The complete subtrees of all edges, from the largest, leftmost one to the smallest.
std::vector<Hash> peaks_of(const std::vector<std::vector<Hash>>& edges) {
  std::vector<Hash> peaks;
  for (std::size_t level = edges.size(); level-- > 0;)
    for (std::span<const Hash> rest = edges[level]; !rest.empty();) {
      const std::size_t width = std::bit_floor(rest.size());
      peaks.push_back(subtree_root(rest.first(width)));
      rest = rest.subspan(width);
    }
  return peaks;
}

}  // namespace

Result<TileTree> TileTree::restore(TreeSize size, std::span<const Hash> edge_leaves, const FullTileReader& reader) {
  SHIJI_ASSERT(edge_leaves.size() == size.value % tile_width, "the edge is what is beyond the last full tile");
  TileTree tree;
  tree.size_ = size;
  if (size.value == 0) return tree;
  tree.edges_.emplace_back(edge_leaves.begin(), edge_leaves.end());
  for (std::uint32_t level = 1; tile_entries(size, level) > 0; ++level) {
    const std::uint64_t entries = tile_entries(size, level);
    std::vector<Hash>& edge = tree.edges_.emplace_back();
    for (std::uint64_t below = entries - entries % tile_width; below < entries; ++below) {
      const TileId id{level - 1, below};
      const auto tile = reader(id);
      if (!tile) return tile.failure();
      if (tile->size() != tile_width)
        return Error{ErrorCode::corrupt, tile_path(id, tile_width), "a full tile has 256 hashes"};
      edge.push_back(subtree_root(*tile));
    }
  }
  tree.peaks_ = peaks_of(tree.edges_);
  return tree;
}

void TileTree::append(const Hash& leaf, const FullTileSink& sink) { append_subtree(std::span(&leaf, 1), leaf, sink); }

void TileTree::append(std::span<const Hash> leaves, const FullTileSink& sink) {
  while (!leaves.empty()) {
    const int place = std::min(std::countr_zero(size_.value), std::countr_zero(tile_width));
    const auto width = std::min(std::bit_floor(leaves.size()), std::size_t{1} << place);
    append_subtree(leaves.first(width), subtree_root(leaves.first(width)), sink);
    leaves = leaves.subspan(width);
  }
}

void TileTree::append_subtree(std::span<const Hash> leaves, const Hash& root, const FullTileSink& sink) {
  SHIJI_ASSERT(std::has_single_bit(leaves.size()) && leaves.size() <= tile_width && size_.value % leaves.size() == 0,
               "a subtree has its place in the tree");
  size_.value += leaves.size();
  for (const Hash& leaf : leaves) add_entry(edges_, 0, leaf);
  peaks_.push_back(root);
  join(root, static_cast<std::uint32_t>(std::countr_zero(leaves.size())), sink);
}

/// The newest peak has `height`: what it completes is joined to larger ones, and full tiles are handed out.
void TileTree::join(const Hash& root, std::uint32_t height, const FullTileSink& sink) {
  Hash newest = root;
  while (true) {
    if (height != 0 && height % 8 == 0) {
      const std::uint32_t level = height / 8 - 1;
      sink(TileId{level, tile_entries(size_, level) / tile_width - 1}, edges_[level]);
      edges_[level].clear();
      add_entry(edges_, level + 1, newest);
    }
    if (size_.value % (std::uint64_t{2} << height) != 0) return;
    peaks_.pop_back();
    newest = peaks_.back() = node_hash(peaks_.back(), newest);
    ++height;
  }
}

Hash TileTree::root() const {
  if (peaks_.empty()) return empty_root();
  Hash root = peaks_.back();
  for (std::size_t left = peaks_.size() - 1; left > 0; --left) root = node_hash(peaks_[left - 1], root);
  return root;
}

std::span<const Hash> TileTree::edge(std::uint32_t level) const {
  if (level >= edges_.size()) return {};
  return edges_[level];
}

Hash subtree_root(std::span<const Hash> hashes) {
  SHIJI_ASSERT(!hashes.empty() && hashes.size() <= tile_width, "a tile has 1 to 256 hashes");
  if (hashes.size() == 1) return hashes[0];
  if (!std::has_single_bit(hashes.size())) {
    const std::size_t split = std::bit_floor(hashes.size());
    return node_hash(subtree_root(hashes.first(split)), subtree_root(hashes.subspan(split)));
  }
  std::array<Hash, tile_width / 2> row;
  std::size_t width = hashes.size() / 2;
  node_hashes(hashes, std::span(row).first(width));
  for (; width > 1; width /= 2) node_hashes(std::span(row).first(width), std::span(row).first(width / 2));
  return row[0];
}

std::uint64_t tile_entries(TreeSize size, std::uint32_t level) { return level > 7 ? 0 : size.value >> (8 * level); }

}  // namespace shiji::ledger
