// The checksum of a whole table file: every byte counts, also those that no block checksum covers.
//
// What: XXH3, 64 bits, big-endian, kept by RocksDB beside the file's name in its manifest. RocksDB's own choice,
// CRC-32C, is several times slower where it was built without the processor's instruction for it, as Debian builds it.
// Threads: the factory any, a generator one at a time.
#pragma once

#include <rocksdb/file_checksum.h>

#include <memory>

namespace shiji::engine {

[[nodiscard]] std::shared_ptr<rocksdb::FileChecksumGenFactory> xxh3_file_checksums();

}  // namespace shiji::engine
