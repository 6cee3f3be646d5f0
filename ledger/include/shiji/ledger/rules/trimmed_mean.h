// The trimmed mean of opinions: of five or more, one highest and one lowest are left out.
//
// Guarantees: pure; the same totals in any order give the same mean; rounded down once. Errors: misuse aborts when
// there are no totals. Threads: any thread. Source: what review platforms of the field do.
#pragma once

#include <cstdint>
#include <span>

namespace shiji::ledger {

struct TrimmedMean {
  std::uint32_t centi = 0;
  std::uint32_t counted = 0;  ///< totals that went into it
};
[[nodiscard]] TrimmedMean trimmed_mean(std::span<const std::uint32_t> totals_centi);

}  // namespace shiji::ledger
