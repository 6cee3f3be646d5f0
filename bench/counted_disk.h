// CountedDisk: the machine's disk, with what a ledger writes to it counted.
//
// What: syncs and bytes of the chain's log (WAL), and from RocksDB's own event log the bytes of every table file with
// what made it. Goes in through the engine's file system seam, so that the engine is measured as it is.
// Threads: any thread.
#pragma once

#include "shiji/engine/environment.h"

#include <atomic>
#include <memory>

namespace shiji::bench {

struct DiskCounts {
  std::atomic<std::uint64_t> log_syncs = 0;       ///< of the chain's log: one a commit
  std::atomic<std::uint64_t> log_bytes = 0;       ///< of every log
  std::atomic<std::uint64_t> table_bytes = 0;     ///< of every table file: flushed and compacted
  std::atomic<std::uint64_t> flushed_values = 0;  ///< bytes of the values in what was flushed
};

/// The system's environment over a disk that counts into `counts`.
[[nodiscard]] engine::Environment counted_environment(std::shared_ptr<DiskCounts> counts);

}  // namespace shiji::bench
