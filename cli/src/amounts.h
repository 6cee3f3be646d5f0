// Amounts for people: integers whose unit is in the key, written with their decimal places. Integer arithmetic only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shiji::cli {

/// credit_milli 1234 -> "1.234", points_centi 350 -> "3.50", rate_ppm 994897 -> "99.48 %" (rounded down), fen 150 ->
/// "1.50".
[[nodiscard]] std::string amount_for_people(std::string_view key, std::int64_t value);
/// 32333 -> "32,333".
[[nodiscard]] std::string with_thousands(std::uint64_t value);
/// 1536 -> "1.5 KiB", rounded down.
[[nodiscard]] std::string bytes_for_people(std::uint64_t bytes);
/// 1234567 -> "1.234".
[[nodiscard]] std::string seconds_of(std::uint64_t microseconds);
/// A decimal over 0 and at most 1 with at most six places, as parts per million: "0.05" -> 50000.
[[nodiscard]] std::optional<std::uint32_t> ppm_from_decimal(std::string_view text);
/// All digits, no sign, within 64 bits.
[[nodiscard]] std::optional<std::uint64_t> number_from_text(std::string_view text);

}  // namespace shiji::cli
