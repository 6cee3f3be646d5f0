// --as-of and --happened-by, and times as people type them.
#pragma once

#include "arguments.h"
#include "verbs.h"

#include <optional>
#include <string>

namespace shiji::cli {

/// A time, or the beginning of a day in Asia/Shanghai; `days_later` moves to the end of it.
[[nodiscard]] std::optional<ledger::Time> moment_from_text(const std::string& text, std::int64_t days_later);

struct CutText {
  std::string as_of, happened_by;
};
/// `text` must live as long as `app`.
void add_cut_options(VerbTable& table, CLI::App& app, CutText& text);
/// Errors: usage.
[[nodiscard]] ledger::Result<CutArguments> cut_from_text(const VerbTable& table, const CutText& text);

}  // namespace shiji::cli
