// Shares in parts per million, and as the document prints them.
#pragma once

#include <cstdint>
#include <string>

namespace shiji::cli::demo {

/// `part` of `all`, rounded down; 0 of nothing.
[[nodiscard]] inline std::int64_t share_ppm(std::int64_t part, std::int64_t all) {
  return all == 0 ? 0 : part * 1'000'000 / all;
}

/// Hundredths of a percent, rounded half up: 994896 -> "99.49 %".
[[nodiscard]] inline std::string rounded_percent(std::int64_t ppm) {
  const std::int64_t hundredths = (ppm + 50) / 100;
  const std::string cents = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (cents.size() < 2 ? "0" : "") + cents + " %";
}

}  // namespace shiji::cli::demo
