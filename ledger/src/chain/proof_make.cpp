#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/contract.h"

#include <bit>
#include <map>

namespace shiji::ledger {
namespace {

/// The hashes of a tree of `size`, computed as RFC 6962 §2.1 defines them, from tiles read once each.
class HashesOfTree {
 public:
  HashesOfTree(TreeSize size, NodesReader reader) : size_(size), reader_(std::move(reader)) {}

  /// MTH(D[first : first + count]); the range is one that the definition's splits lead to.
  Result<Hash> range(std::uint64_t first, std::uint64_t count) {
    if (std::has_single_bit(count)) return complete(first, count);
    const std::uint64_t split = std::bit_floor(count);
    auto left = range(first, split);
    if (!left) return left;
    auto right = range(first + split, count - split);
    if (!right) return right;
    return node_hash(*left, *right);
  }

 private:
  /// A complete subtree is a power of two of neighbours in one tile.
  Result<Hash> complete(std::uint64_t first, std::uint64_t count) {
    SHIJI_ASSERT(count != 0, "a subtree has leaves");
    const auto height = static_cast<std::uint32_t>(std::countr_zero(count));
    const std::uint32_t level = height / 8;
    const std::uint64_t entry = first >> (8 * level);
    const auto tile = read(TileId{level, entry / tile_width});
    if (!tile) return tile.failure();
    return (*tile)->root(entry % tile_width, std::size_t{1} << (height % 8));
  }

  Result<const TileNodes*> read(TileId id) {
    const auto known = tiles_.find(id);
    if (known != tiles_.end()) return known->second.get();
    const std::uint64_t beyond = tile_entries(size_, id.level) - id.index * tile_width;
    const std::size_t width = beyond < tile_width ? beyond : tile_width;
    auto tile = reader_(id, width);
    if (!tile) return tile.failure();
    const TileNodes* nodes = tiles_.emplace(id, std::move(*tile)).first->second.get();
    SHIJI_ASSERT(nodes->width() == width, "the reader gives what it was asked for");
    return nodes;
  }

  TreeSize size_;
  NodesReader reader_;
  std::map<TileId, std::shared_ptr<const TileNodes>> tiles_;
};

NodesReader nodes_from(const TileReader& reader) {
  return [&reader](TileId id, std::size_t width) -> Result<std::shared_ptr<const TileNodes>> {
    auto tile = reader(id, width);
    if (!tile) return tile.failure();
    if (tile->size() != width)
      return Error{ErrorCode::corrupt, tile_path(id, width), "has " + std::to_string(tile->size()) + " hashes"};
    return std::make_shared<const TileNodes>(std::move(*tile));
  };
}

/// PATH(m, D[n]) of RFC 6962 §2.1.1, from the root down; the proof is its reverse.
Result<std::vector<Hash>> path_down(HashesOfTree& hashes, std::uint64_t index, std::uint64_t size) {
  std::vector<Hash> down;
  std::uint64_t first = 0;
  std::uint64_t count = size;
  while (count > 1) {
    const std::uint64_t split = std::has_single_bit(count) ? count / 2 : std::bit_floor(count);
    const bool goes_left = index - first < split;
    const auto other = goes_left ? hashes.range(first + split, count - split) : hashes.range(first, split);
    if (!other) return other.failure();
    down.push_back(*other);
    if (!goes_left) first += split;
    count = goes_left ? split : count - split;
  }
  return down;
}

/// SUBPROOF(m, D[n], true) of RFC 6962 §2.1.2, from the root down.
Result<std::vector<Hash>> subproof_down(HashesOfTree& hashes, std::uint64_t older, std::uint64_t newer) {
  std::vector<Hash> down;
  std::uint64_t first = 0;
  std::uint64_t count = newer;
  bool is_whole_older_tree = true;
  while (older - first != count) {
    const std::uint64_t split = std::has_single_bit(count) ? count / 2 : std::bit_floor(count);
    const bool goes_left = older - first <= split;
    const auto other = goes_left ? hashes.range(first + split, count - split) : hashes.range(first, split);
    if (!other) return other.failure();
    down.push_back(*other);
    if (!goes_left) {
      first += split;
      is_whole_older_tree = false;
    }
    count = goes_left ? split : count - split;
  }
  if (is_whole_older_tree) return down;  // the checker has that root already
  const auto own = hashes.range(first, count);
  if (!own) return own.failure();
  down.push_back(*own);
  return down;
}

Result<std::vector<Hash>> upwards(Result<std::vector<Hash>> down) {
  if (!down) return down;
  return std::vector<Hash>(down->rbegin(), down->rend());
}

}  // namespace

Result<Hash> root_from_tiles(TreeSize size, const TileReader& reader) {
  if (size.value == 0) return empty_root();
  return HashesOfTree(size, nodes_from(reader)).range(0, size.value);
}

Result<std::vector<Hash>> inclusion_proof(Sequence index, TreeSize size, const TileReader& reader) {
  return inclusion_proof_from_nodes(index, size, nodes_from(reader));
}

Result<std::vector<Hash>> inclusion_proof_from_nodes(Sequence index, TreeSize size, const NodesReader& reader) {
  SHIJI_ASSERT(index.value < size.value, "the leaf is in the tree");
  HashesOfTree hashes(size, reader);
  return upwards(path_down(hashes, index.value, size.value));
}

Result<std::vector<Hash>> consistency_proof(TreeSize older, TreeSize newer, const TileReader& reader) {
  SHIJI_ASSERT(older <= newer, "the older tree is not the larger one");
  if (older.value == 0) return std::vector<Hash>();
  HashesOfTree hashes(newer, nodes_from(reader));
  return upwards(subproof_down(hashes, older.value, newer.value));
}

}  // namespace shiji::ledger
