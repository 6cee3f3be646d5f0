// A log's files in a directory of the disk.
//
// Guarantees: paths come from the log's own naming ("tile/0/x001/067"); a file is replaced whole. Nothing outside the
// directory is read or written. Errors: not_found, io, disk_full, read_only with the file.
#pragma once

#include "shiji/ledger/chain/tile_log.h"

#include <string>

namespace shiji::cli {

/// A bundle is at most 256 entries of 64 KiB and their lengths; no other file of a log is larger.
inline constexpr std::size_t log_file_bytes_max = std::size_t{256} * (65'535 + 2);

[[nodiscard]] ledger::LogFileReader log_files_in(const std::string& directory);
[[nodiscard]] ledger::LogFileSink log_files_into(const std::string& directory);

}  // namespace shiji::cli
