// The vault's RocksDB: wrapped keys by subject and version, and the check value that tells the right epoch key.
//
// Layout: subject (16 bytes) || key version (big-endian u32) -> nonce (24) || wrapped key; "check" -> the same of a key
// that nobody uses. Threads: any thread. Nothing here sees a key that is not wrapped.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <rocksdb/db.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shiji::engine {

struct WrappedKey {
  ledger::Subject subject;
  std::uint32_t key_version = 0;
  ledger::Nonce nonce;
  ledger::Buffer wrapped;
};

class KeyDatabase {
 public:
  enum class Access { create, read_write, read_only };
  /// create: already_exists when there is one. Others: not_found when there is none.
  [[nodiscard]] static ledger::Result<std::unique_ptr<KeyDatabase>> open(const std::string& directory,
                                                                         std::shared_ptr<FileSystem> files,
                                                                         Access access);

  /// One synced batch, all or nothing.
  [[nodiscard]] ledger::Status put(const std::vector<WrappedKey>& keys);
  [[nodiscard]] ledger::Status put_check(const WrappedKey& check);
  [[nodiscard]] ledger::Result<WrappedKey> check() const;
  /// nullopt: the subject has no key.
  [[nodiscard]] ledger::Result<std::optional<WrappedKey>> newest(const ledger::Subject& subject) const;
  [[nodiscard]] ledger::Result<std::optional<WrappedKey>> find(const ledger::Subject& subject,
                                                               std::uint32_t key_version) const;
  [[nodiscard]] std::uint64_t bytes_on_disk() const;

 private:
  KeyDatabase(std::string directory, std::shared_ptr<FileSystem> files, std::unique_ptr<rocksdb::DB> database);
  [[nodiscard]] ledger::Result<WrappedKey> decode(const rocksdb::Slice& value) const;

  std::string directory_;
  std::shared_ptr<FileSystem> files_;  // outlives the database
  std::unique_ptr<rocksdb::DB> database_;
};

}  // namespace shiji::engine
