// Digests recorded in the ledger beside what a replay came to, for people and for programs.
#pragma once

#include "context.h"
#include "shiji/projections/recorded_digests.h"

#include <span>
#include <string>
#include <string_view>

namespace shiji::cli {

/// Those of one projection: how many hold, how many are of another version, and which differ.
[[nodiscard]] projections::Record record_of_digests(std::span<const projections::DigestCheck> checks,
                                                    std::string_view projection);
/// A line on all of them and a line for each that differs; empty when none was recorded.
[[nodiscard]] std::string digest_checks_text(const Context& context, std::span<const projections::DigestCheck> checks);

}  // namespace shiji::cli
