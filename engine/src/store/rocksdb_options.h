// How our databases are opened: one place for the settings that matter (docs/formats/store.md says why).
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <string>
#include <vector>

namespace shiji::engine {

inline constexpr std::size_t kibibyte = std::size_t{1} << 10;
inline constexpr std::size_t mebibyte = std::size_t{1} << 20;

/// Big-endian u64, so that keys sort as numbers.
[[nodiscard]] std::string key_of(std::uint64_t number);
[[nodiscard]] std::uint64_t number_of(std::string_view key);  // the first 8 bytes

/// Database-wide settings over our file system seam: point-in-time recovery, paranoid checks, small logs.
[[nodiscard]] rocksdb::DBOptions database_options(const Environment& environment);
/// A column family whose keys arrive in order and whose values are compressed already: its tables are written once and
/// never merged, and where a block lies is known without reading.
[[nodiscard]] rocksdb::ColumnFamilyOptions ordered_family(std::size_t write_buffer_bytes, std::size_t block_bytes);
/// A column family with random keys: Bloom filters, a bounded block cache, few rewrites.
[[nodiscard]] rocksdb::ColumnFamilyOptions keyed_family(std::size_t write_buffer_bytes, std::size_t block_cache_bytes);

/// A store snapshot (RocksDB's word is checkpoint) of `db` in `path`. Flushes when the log has `flush_bytes` or more.
[[nodiscard]] ledger::Status store_snapshot(rocksdb::DB& db, const std::string& path, std::uint64_t flush_bytes);

[[nodiscard]] inline std::string_view view_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace shiji::engine
