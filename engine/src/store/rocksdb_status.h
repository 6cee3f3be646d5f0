// What RocksDB said, as an Error of ours. Used for its databases and for single files alike (IOStatus is a Status).
#pragma once

#include "shiji/ledger/result.h"

#include <rocksdb/status.h>

#include <string>

namespace shiji::engine {

/// no space -> disk_full; read-only or not permitted -> read_only; absent -> not_found; lock held -> already_open;
/// bad checksum or bad content -> corrupt; everything else -> io. `status` must not be ok.
[[nodiscard]] ledger::Error error_of(const rocksdb::Status& status, std::string place);

/// done() when `status` is ok.
[[nodiscard]] ledger::Status status_of(const rocksdb::Status& status, const std::string& place);

}  // namespace shiji::engine
