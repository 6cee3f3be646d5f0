// What strings, times and dates of the ledger may hold, so that every stored value can be written as text and read
// back.
//
// Strings: UTF-8 without control characters other than tab and newline. Times and dates: years 0000 to 9999.
// Checked on the way in, in bytes as in JSON. Cost: 8 bytes of text a step for ASCII.
#pragma once

#include "shiji/ledger/ids.h"

#include <string_view>

namespace shiji::ledger {

[[nodiscard]] bool is_plain_text(std::string_view text);

inline constexpr std::int32_t first_day = -719'528;  ///< 0000-01-01
inline constexpr std::int32_t last_day = 2'932'896;  ///< 9999-12-31
inline constexpr std::int64_t day_us = 86'400'000'000;

[[nodiscard]] constexpr bool is_writable(Date date) { return date.value >= first_day && date.value <= last_day; }
[[nodiscard]] constexpr bool is_writable(Time time) {
  return time.value >= first_day * day_us && time.value < (last_day + 1) * day_us;
}

}  // namespace shiji::ledger
