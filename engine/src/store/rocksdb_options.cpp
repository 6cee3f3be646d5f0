#include "store/rocksdb_options.h"

#include "shiji/ledger/contract.h"
#include "store/file_checksum.h"
#include "store/file_system.h"
#include "store/rocksdb_status.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>

namespace shiji::engine {

std::string key_of(std::uint64_t number) {
  std::string key(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) key[static_cast<std::size_t>(i)] = static_cast<char>(number & 0xff);
  return key;
}

std::uint64_t number_of(std::string_view key) {
  SHIJI_ASSERT(key.size() >= 8, "a numbered key has 8 bytes");
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = (number << 8) | static_cast<std::uint8_t>(key[i]);
  return number;
}

ledger::Status store_snapshot(rocksdb::DB& db, const std::string& path, std::uint64_t flush_bytes) {
  rocksdb::Checkpoint* made = nullptr;
  if (const auto said = rocksdb::Checkpoint::Create(&db, &made); !said.ok()) return error_of(said, path);
  const std::unique_ptr<rocksdb::Checkpoint> snapshot(made);
  return status_of(snapshot->CreateCheckpoint(path, flush_bytes), path);
}

rocksdb::DBOptions database_options(const Environment& environment) {
  rocksdb::DBOptions options;
  options.env = environment.file_system->env();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.paranoid_checks = true;
  // Every byte of a table file counts, also those no block covers: verification reads whole files against this.
  options.file_checksum_gen_factory = xxh3_file_checksums();
  options.max_background_jobs = 2;
  options.max_open_files = -1;  // a table that has to be opened first costs several reads
  options.keep_log_file_num = 2;
  options.max_log_file_size = mebibyte;
  options.recycle_log_file_num = 0;
  options.bytes_per_sync = mebibyte;
  options.compaction_readahead_size = mebibyte;  // else block by block
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions ordered_family(std::size_t write_buffer_bytes, std::size_t block_bytes) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = write_buffer_bytes;
  options.max_write_buffer_number = 2;
  options.compression = rocksdb::kNoCompression;
  // A new table overlaps none: alone it is moved to the last level as it is.
  options.level0_file_num_compaction_trigger = 1;
  options.level_compaction_dynamic_level_bytes = true;
  options.target_file_size_base = 128 * mebibyte;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(8 * mebibyte);
  table.block_size = block_bytes;
  table.checksum = rocksdb::kXXH3;  // Debian's build computes CRC32c without the processor's help
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::ColumnFamilyOptions keyed_family(std::size_t write_buffer_bytes, std::size_t block_cache_bytes) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = write_buffer_bytes;
  options.max_write_buffer_number = 2;
  options.compression = rocksdb::kLZ4Compression;  // it is merged with others again
  options.bottommost_compression = rocksdb::kZSTD;
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.level0_file_num_compaction_trigger = 8;
  // Most keys that are asked for are new ones: neither files nor what is in memory are searched for them.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  // A filter of a large table is as large as the cache: its parts are read alone.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.cache_index_and_filter_blocks = true;
  table.checksum = rocksdb::kXXH3;  // Debian's build computes CRC32c without the processor's help
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace shiji::engine
