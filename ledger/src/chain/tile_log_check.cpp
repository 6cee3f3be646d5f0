#include "chain/stored_log.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

using Hashes = std::vector<Hash>;

class TileLogCheck {
 public:
  TileLogCheck(const VerifierKey& key, const LogFileReader& read, const TileLogOptions& options)
      : key_(key), read_(read), options_(options), files_(read, [this](auto path, auto sequence, auto message) {
          fault(std::move(path), sequence, std::move(message));
        }) {}

  TileLogReport run() {
    if (!check_checkpoint()) return std::move(report_);
    const std::uint64_t leaves = size().value;
    for (std::uint64_t first = 0; first < leaves && !is_full(); first += tile_width) {
      check_leaves(first / tile_width, width_at(0, first / tile_width));
      if (options_.progress) options_.progress(std::min(leaves, first + tile_width), leaves);
    }
    if (is_whole_ && !is_full()) {
      check_edge();
      check_root();
    }
    return std::move(report_);
  }

 private:
  [[nodiscard]] TreeSize size() const { return report_.checkpoint->tree_size; }
  [[nodiscard]] bool is_full() const { return report_.faults.size() >= options_.most_faults; }

  void fault(std::string path, std::optional<Sequence> sequence, std::string message) {
    if (!is_full()) report_.faults.push_back({std::move(path), sequence, std::move(message)});
  }

  bool check_checkpoint() {
    const auto bytes = read_("checkpoint");
    if (!bytes) {
      fault("checkpoint", std::nullopt, "cannot be read: " + describe(bytes.failure()));
      return false;
    }
    const std::string note(bytes->begin(), bytes->end());
    const auto opened = open_note(note, std::span(&key_, 1));
    const auto checkpoint = opened ? parse_checkpoint_text(opened->text) : Result<Checkpoint>(opened.failure());
    if (!checkpoint) {
      fault("checkpoint", std::nullopt, describe(checkpoint.failure()));
      return false;
    }
    const std::string& origin = options_.origin.empty() ? key_.name : options_.origin;
    if (checkpoint->origin != origin) {
      fault("checkpoint", std::nullopt, "is of " + checkpoint->origin + ", not of " + origin);
      return false;
    }
    report_.checkpoint = *checkpoint;
    return true;
  }

  /// One bundle against its tile; what is right of the two goes into the tree.
  void check_leaves(std::uint64_t index, std::size_t width) {
    const StoredHashes bundle = files_.bundle(index, width);
    if (bundle.hashes) report_.entries += width;
    const StoredHashes tile = files_.tile(TileId{0, index}, width);
    if (!bundle.hashes && !tile.hashes) {
      is_whole_ = false;
      return;
    }
    if (bundle.hashes && tile.hashes && *bundle.hashes != *tile.hashes) {
      const bool tile_is_right = is_signed(index, *tile.hashes);
      const bool bundle_is_right = !tile_is_right && is_signed(index, *bundle.hashes);
      if (!bundle_is_right) report_differences(bundle, tile, index);
      if (!tile_is_right) report_differences(tile, bundle, index);
      append(tile_is_right ? *tile.hashes : *bundle.hashes);
      return;
    }
    append(bundle.hashes ? *bundle.hashes : *tile.hashes);
  }

  void report_differences(const StoredHashes& damaged, const StoredHashes& other, std::uint64_t index) {
    for (std::size_t i = 0; i < damaged.hashes->size(); ++i) {
      if ((*damaged.hashes)[i] == (*other.hashes)[i]) continue;
      fault(damaged.path, Sequence{index * tile_width + i},
            "the entry's hash is " + to_hex((*damaged.hashes)[i].span()) + "; " + other.path + " has " +
                to_hex((*other.hashes)[i].span()));
    }
  }

  /// Whether what was signed, as far as it can be told without the rest of the log, has these leaves at bundle `index`:
  /// the tile above has their root, or, for the last bundle, the tree ends in the signed root.
  [[nodiscard]] bool is_signed(std::uint64_t index, const Hashes& leaves) const {
    const FullTile ignore = [](TileId, std::span<const Hash>) {};
    if ((index + 1) * tile_width >= size().value) {
      TileTree end = tree_;
      end.append(leaves, ignore);
      return is_whole_ && end.root() == report_.checkpoint->root;
    }
    const TileId parent{1, index / tile_width};
    return files_.tile_has(parent, width_at(1, parent.index), index % tile_width, subtree_root(leaves));
  }

  /// Hashes of tile `index` of `level`, 1 to 256.
  [[nodiscard]] std::size_t width_at(std::uint32_t level, std::uint64_t index) const {
    const std::uint64_t beyond = tile_entries(size(), level) - index * tile_width;
    return static_cast<std::size_t>(std::min<std::uint64_t>(beyond, tile_width));
  }

  void append(const Hashes& leaves) {
    if (!is_whole_) return;
    const FullTile check = [this](TileId id, std::span<const Hash> hashes) {
      if (id.level > 0) check_upper_tile(id, hashes);
    };
    tree_.append(leaves, check);
  }

  /// A stored tile above the leaves against the one computed from the entries.
  void check_upper_tile(TileId id, std::span<const Hash> computed) {
    const StoredHashes tile = files_.tile(id, computed.size());
    if (!tile.hashes) return;
    const std::uint64_t covered = std::uint64_t{1} << (8 * id.level);
    for (std::size_t i = 0; i < computed.size(); ++i) {
      if ((*tile.hashes)[i] == computed[i]) continue;
      const std::uint64_t number = id.index * tile_width + i;
      fault(tile.path, Sequence{number * covered},
            "hash " + std::to_string(i) + " is not the root of " + tile_path({id.level - 1, number}, tile_width));
    }
  }

  void check_edge() {
    for (std::uint32_t level = 1; level < tree_.levels(); ++level)
      if (!tree_.edge(level).empty())
        check_upper_tile(TileId{level, tile_entries(size(), level) / tile_width}, tree_.edge(level));
  }

  void check_root() {
    report_.root = tree_.root();
    if (report_.root == report_.checkpoint->root) return;
    fault("checkpoint", std::nullopt,
          "the entries' root is " + to_hex(report_.root.span()) + ", the signed one " +
              to_hex(report_.checkpoint->root.span()));
  }

  using FullTile = TileTree::FullTileSink;

  const VerifierKey& key_;
  const LogFileReader& read_;
  const TileLogOptions& options_;
  StoredLog files_;
  TileLogReport report_;
  TileTree tree_;
  bool is_whole_ = true;  // no hashes are missing in tree_
};

}  // namespace

TileLogReport check_tile_log(const VerifierKey& key, const LogFileReader& read, const TileLogOptions& options) {
  return TileLogCheck(key, read, options).run();
}

}  // namespace shiji::ledger
