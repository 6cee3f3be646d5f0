// StateStore: the RocksDB of one projection. The only file of projections that includes RocksDB is state_store.cpp.
//
// What: keys in families; a batch is written whole or not at all. Nothing is synced: what a power cut takes is folded
// again, and what is left is always one whole batch after another.
// Ownership: one directory, one process. Errors: already_open, io, disk_full, read_only, corrupt.
// Threads: one thread at a time.
#pragma once

#include "shiji/ledger/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shiji::projections {

/// What a key is about; its first byte on disk. Never renumber.
enum class Family : char { ahead = 'a', cursor = 'c', rule_events = 'r', states = 's' };

class StateStore {
 public:
  /// Writes of one batch. Made by the store, given back to it once.
  class Batch {
   public:
    virtual ~Batch() = default;
    virtual void put(Family family, std::string_view key, std::string_view value) = 0;
    virtual void erase(Family family, std::string_view key) = 0;
    /// Every key from `first` to `last`: one entry however many they are.
    virtual void erase_range(Family family, std::string_view first, std::string_view last) = 0;
  };

  [[nodiscard]] static ledger::Result<std::unique_ptr<StateStore>> open(const std::string& directory);
  virtual ~StateStore() = default;
  /// False when there is no such key.
  [[nodiscard]] virtual ledger::Result<bool> get(Family family, std::string_view key, std::string& value) const = 0;
  /// In byte order of the keys; stop by returning false.
  [[nodiscard]] virtual ledger::Status each(
      Family family, const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
  [[nodiscard]] virtual std::unique_ptr<Batch> batch() const = 0;
  [[nodiscard]] virtual ledger::Status write(Batch& batch) = 0;
  /// Throws everything away, in one write.
  [[nodiscard]] virtual ledger::Status clear() = 0;
};

}  // namespace shiji::projections
