// The steps of the plan: dates and units, who is asked, who comes when.
#pragma once

#include "demo/plan.h"

#include <vector>

namespace shiji::cli::demo {

/// Sessions with dates, units and venues; rosters still empty. `sizes_wanted` gets a roster size for each, summing to
/// `totals.expected`.
[[nodiscard]] std::vector<Session> plan_sessions(const Totals& totals, const Organisation& organisation,
                                                 std::uint64_t seed, std::vector<std::uint32_t>& sizes_wanted);

/// Gives every session its theme and roster.
void plan_rosters(std::vector<Session>& sessions, const std::vector<std::uint32_t>& sizes,
                  const Organisation& organisation, std::uint64_t seed);

/// Decides for every seat when its teacher comes and goes; exactly `absent` seats stay without attendance.
void plan_arrivals(std::vector<Session>& sessions, std::uint32_t absent, std::uint64_t seed);

}  // namespace shiji::cli::demo
