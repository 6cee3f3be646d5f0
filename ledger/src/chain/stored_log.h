// The hashes a stored log gives: tiles as stored, entry bundles hashed again. What cannot be read becomes a fault.
#pragma once

#include "shiji/ledger/chain/tile_log.h"

namespace shiji::ledger {

/// Hashes of one file and the path they came from; nothing when the fault is reported already.
struct StoredHashes {
  std::string path;
  std::optional<std::vector<Hash>> hashes;
};

class StoredLog {
 public:
  using FaultSink = std::function<void(std::string path, std::optional<Sequence> sequence, std::string message)>;

  StoredLog(const LogFileReader& read, FaultSink fault) : read_(read), fault_(std::move(fault)) {}

  [[nodiscard]] StoredHashes tile(TileId id, std::size_t width) const;
  [[nodiscard]] StoredHashes bundle(std::uint64_t index, std::size_t width) const;
  /// Whether entry `at` of a tile is stored as `hash`. Reports nothing.
  [[nodiscard]] bool tile_has(TileId id, std::size_t width, std::size_t at, const Hash& hash) const;

 private:
  struct File {
    std::string path;
    Buffer bytes;
    std::size_t width;
  };
  /// The file of the width, or the full one that took its place.
  [[nodiscard]] Result<File> file(const std::string& path, std::size_t width, const std::string& full_path) const;

  const LogFileReader& read_;
  FaultSink fault_;
};

[[nodiscard]] std::string describe(const Failure& failure);

}  // namespace shiji::ledger
