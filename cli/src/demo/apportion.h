// Exact shares: integers in, integers out, nothing lost to rounding.
//
// Threads: any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shiji::cli::demo {

inline constexpr std::uint32_t whole_ppm = 1'000'000;

/// `count` at a scale, rounded half up.
[[nodiscard]] constexpr std::uint32_t scaled(std::uint64_t count, std::uint32_t scale_ppm) {
  return static_cast<std::uint32_t>((count * scale_ppm + whole_ppm / 2) / whole_ppm);
}

/// Splits `total` by weight with the largest remainders first (the earlier one on a tie): the parts sum to `total`.
[[nodiscard]] std::vector<std::uint32_t> apportion(std::uint32_t total, std::span<const std::uint32_t> weights);

/// Moves what exceeds a part's cap to parts with room, one by one in turn. The caps must hold the sum.
void respect_caps(std::vector<std::uint32_t>& parts, std::span<const std::uint32_t> caps);

}  // namespace shiji::cli::demo
