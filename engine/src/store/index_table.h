// One layer of the index as a sorted table file, which the database takes in whole: no log, no memtable, no flush.
//
// Errors: io, disk_full. Threads: any thread, one path each. Durability: the file is synced. Cost: sorts the layer
// once.
#pragma once

#include "shiji/ledger/result.h"
#include "store/index_changes.h"

#include <string>

namespace rocksdb {
struct Options;
}  // namespace rocksdb

namespace shiji::engine {

/// Replaces what is at `path`.
[[nodiscard]] ledger::Status write_index_table(const IndexChanges& changes, const rocksdb::Options& options,
                                               const std::string& path);

}  // namespace shiji::engine
