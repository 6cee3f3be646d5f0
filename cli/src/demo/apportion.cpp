#include "demo/apportion.h"

#include "shiji/ledger/contract.h"

#include <algorithm>
#include <numeric>

namespace shiji::cli::demo {

std::vector<std::uint32_t> apportion(std::uint32_t total, std::span<const std::uint32_t> weights) {
  const std::uint64_t sum = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  SHIJI_ASSERT(sum > 0, "something must have a weight");
  std::vector<std::uint32_t> parts(weights.size());
  std::vector<std::uint64_t> remainders(weights.size());
  std::uint32_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::uint64_t share = std::uint64_t{total} * weights[i];
    parts[i] = static_cast<std::uint32_t>(share / sum);
    remainders[i] = share % sum;
    given += parts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; given < total; ++i, ++given) ++parts[order[i]];
  return parts;
}

void respect_caps(std::vector<std::uint32_t>& parts, std::span<const std::uint32_t> caps) {
  std::uint64_t excess = 0;
  std::uint64_t room = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] > caps[i]) {
      excess += parts[i] - caps[i];
      parts[i] = caps[i];
    }
    room += caps[i] - parts[i];
  }
  SHIJI_ASSERT(room >= excess, "the caps hold less than there is to give");
  for (std::size_t i = 0; excess > 0; i = (i + 1) % parts.size()) {
    if (parts[i] >= caps[i]) continue;
    ++parts[i];
    --excess;
  }
}

}  // namespace shiji::cli::demo
