// What the plan itself comes to: a second reckoning beside the projections', written without any of their code.
//
// What: minutes, credits (floor(minutes / 450 × 1000) a line) and points (PTS-DEMO: sessions and activities by level,
// late −1, absent −3, at least 0 and at most 15 in a school year; open lessons, papers, mentoring, expert duty with
// their own caps) straight from the plan. Integers only. Threads: any thread.
#pragma once

#include "demo/plan.h"
#include "demo/year/gain.h"

namespace shiji::cli::demo {

struct Reckoning {
  std::int64_t late = 0;
  std::int64_t sign_ins_repeated = 0;
  std::int64_t minutes = 0;
  std::int64_t credit_milli = 0;
  std::int64_t points_centi = 0;
};
/// `beside` is what gives points beside the sessions.
[[nodiscard]] Reckoning reckon(const Plan& plan, const std::vector<Gain>& beside);

/// Whole minutes one seat is worth.
[[nodiscard]] std::int64_t minutes_of(const Session& session, const Seat& seat);

/// The teacher with the most sessions among those who came late once.
[[nodiscard]] const Teacher& sample_teacher(const Plan& plan);

}  // namespace shiji::cli::demo
