// What a test tells the process that will be killed, in its environment.
#pragma once

#include <cstdint>

namespace shiji::projections::testing {

inline constexpr const char* killed_model = "SHIJI_KILLED_MODEL";
inline constexpr const char* killed_directory = "SHIJI_KILLED_DIRECTORY";
inline constexpr const char* killed_seed = "SHIJI_KILLED_SEED";
inline constexpr const char* killed_at = "SHIJI_KILLED_AT";
inline constexpr std::uint64_t killed_write_events = 64;

}  // namespace shiji::projections::testing
