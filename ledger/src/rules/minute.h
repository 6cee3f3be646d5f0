// Minutes of the rules, as the times of the ledger count them.
#pragma once

#include <cstdint>

namespace shiji::ledger {

inline constexpr std::int64_t minute_us = 60'000'000;
inline constexpr std::int64_t minutes_per_day = 1'440;

}  // namespace shiji::ledger
