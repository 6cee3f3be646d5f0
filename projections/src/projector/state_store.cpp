#include "projector/state_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <filesystem>

namespace shiji::projections {
namespace {

using ledger::ErrorCode;

constexpr std::size_t block_cache_bytes = std::size_t{8} << 20;
constexpr std::size_t write_buffer_bytes = std::size_t{2} << 20;
constexpr int runs_before_merge = 8;

/// One for all read models of the process: together they stay small however many there are.
const std::shared_ptr<rocksdb::Cache>& block_cache() {
  static const auto cache = rocksdb::NewLRUCache(block_cache_bytes);
  return cache;
}

ledger::Error error_of(const rocksdb::Status& status, const std::string& directory) {
  const auto text = status.ToString();
  auto code = ErrorCode::io;
  if (status.IsCorruption() || status.IsInvalidArgument()) code = ErrorCode::corrupt;
  if (status.IsNoSpace()) code = ErrorCode::disk_full;
  if (text.find("Read-only file system") != std::string::npos) code = ErrorCode::read_only;
  if (text.find("lock ") != std::string::npos || text.find("LOCK") != std::string::npos) code = ErrorCode::already_open;
  return {code, directory, text};
}

rocksdb::Options store_options() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = block_cache();
  table.cache_index_and_filter_blocks = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  rocksdb::Options options;
  options.create_if_missing = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = write_buffer_bytes;
  options.max_write_buffer_number = 2;
  // Runs of like size are merged, and few of them: by levels, each few batches would rewrite all that is there.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.level0_file_num_compaction_trigger = runs_before_merge;
  options.level0_slowdown_writes_trigger = 4 * runs_before_merge;
  options.level0_stop_writes_trigger = 8 * runs_before_merge;
  options.max_open_files = 64;
  options.keep_log_file_num = 2;
  options.compression = rocksdb::kLZ4Compression;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  return options;
}

std::string full_key(Family family, std::string_view key) {
  std::string out(1, static_cast<char>(family));
  out.append(key);
  return out;
}

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

class RocksBatch final : public StateStore::Batch {
 public:
  void put(Family family, std::string_view key, std::string_view value) override {
    content.Put(full_key(family, key), slice(value));
  }
  void erase(Family family, std::string_view key) override { content.Delete(full_key(family, key)); }
  void erase_range(Family family, std::string_view first, std::string_view last) override {
    content.DeleteRange(full_key(family, first), full_key(family, last) + '\0');
  }

  rocksdb::WriteBatch content;
};

class RocksStore final : public StateStore {
 public:
  RocksStore(std::unique_ptr<rocksdb::DB> db, std::string directory)
      : db_(std::move(db)), directory_(std::move(directory)) {}

  ledger::Result<bool> get(Family family, std::string_view key, std::string& value) const override {
    const auto status = db_->Get(rocksdb::ReadOptions(), full_key(family, key), &value);
    if (status.ok()) return true;
    if (status.IsNotFound()) return false;
    return error_of(status, directory_);
  }

  ledger::Status each(Family family,
                      const std::function<bool(std::string_view, std::string_view)>& visit) const override {
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(rocksdb::ReadOptions()));
    for (it->Seek(full_key(family, {})); it->Valid() && it->key()[0] == static_cast<char>(family); it->Next()) {
      const auto key = it->key().ToStringView().substr(1);
      if (!visit(key, it->value().ToStringView())) return ledger::done();
    }
    if (!it->status().ok()) return error_of(it->status(), directory_);
    return ledger::done();
  }

  [[nodiscard]] std::unique_ptr<Batch> batch() const override { return std::make_unique<RocksBatch>(); }

  ledger::Status write(Batch& batch) override {
    const auto status = db_->Write(rocksdb::WriteOptions(), &static_cast<RocksBatch&>(batch).content);
    if (!status.ok()) return error_of(status, directory_);
    return ledger::done();
  }

  ledger::Status clear() override {
    const std::string end("\xff", 1);
    auto status = db_->DeleteRange(rocksdb::WriteOptions(), db_->DefaultColumnFamily(), rocksdb::Slice(), end);
    // Compacted at once: range tombstones would slow every look-up of the fold that follows.
    if (status.ok()) status = db_->CompactRange(rocksdb::CompactRangeOptions(), nullptr, nullptr);
    if (!status.ok()) return error_of(status, directory_);
    return ledger::done();
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::string directory_;
};

}  // namespace

ledger::Result<std::unique_ptr<StateStore>> StateStore::open(const std::string& directory) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) {
    const bool read_only = failed == std::errc::read_only_file_system;
    const bool full = failed == std::errc::no_space_on_device;
    const auto code = read_only ? ErrorCode::read_only : full ? ErrorCode::disk_full : ErrorCode::io;
    return ledger::Error{code, directory, failed.message()};
  }
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::Open(store_options(), directory, &db);
  if (!status.ok()) return error_of(status, directory);
  return std::unique_ptr<StateStore>(std::make_unique<RocksStore>(std::unique_ptr<rocksdb::DB>(db), directory));
}

}  // namespace shiji::projections
