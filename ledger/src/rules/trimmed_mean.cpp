#include "shiji/ledger/rules/trimmed_mean.h"

#include "shiji/ledger/contract.h"

#include <algorithm>
#include <numeric>

namespace shiji::ledger {

TrimmedMean trimmed_mean(std::span<const std::uint32_t> totals_centi) {
  constexpr std::size_t trimmed_from = 5;
  SHIJI_ASSERT(!totals_centi.empty(), "a mean is of something");
  std::uint64_t sum = std::accumulate(totals_centi.begin(), totals_centi.end(), std::uint64_t{0});
  std::uint64_t counted = totals_centi.size();
  if (totals_centi.size() >= trimmed_from) {
    const auto [lowest, highest] = std::minmax_element(totals_centi.begin(), totals_centi.end());
    sum -= std::uint64_t{*lowest} + *highest;
    counted -= 2;
  }
  return {static_cast<std::uint32_t>(sum / counted), static_cast<std::uint32_t>(counted)};
}

}  // namespace shiji::ledger
