// What every command must be, whatever it tells: known, addressed to a stream of its type, not from the future.
#pragma once

#include "rules/rule_table.h"

namespace shiji::ledger {

/// How far `occurred_at` may lie after the clock.
inline constexpr std::int64_t occurred_ahead_max_us = std::int64_t{5} * 60 * 1'000'000;

/// What follows "family/" in `stream`; empty for stream "ledger"; nullopt when it is no stream of `family`.
[[nodiscard]] std::optional<std::string_view> name_in_stream(std::string_view stream, std::string_view family);

[[nodiscard]] Status check_form(const DecodedEvent& command, Time now);

}  // namespace shiji::ledger
