// Small files in and out of the command line: command lines, proofs, checkpoints.
//
// Errors: not_found, io with the path. Reading stops with io past the bound: nothing here needs more.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <string>

namespace shiji::cli {

/// "-" is standard input.
[[nodiscard]] ledger::Result<std::string> read_text(const std::string& path, std::size_t bytes_max);
/// Replaces the file whole: a reader sees the old one or the new one.
[[nodiscard]] ledger::Status write_text(const std::string& path, std::string_view text);
/// When the file was last changed; nothing when that cannot be known.
[[nodiscard]] std::optional<ledger::Time> modified_at(const std::string& path);

}  // namespace shiji::cli
