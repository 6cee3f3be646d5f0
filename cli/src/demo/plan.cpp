#include "demo/plan.h"

#include "demo/apportion.h"
#include "demo/sessions.h"

#include <algorithm>

namespace shiji::cli::demo {

Totals totals_at(std::uint32_t scale_ppm) {
  // A roster needs people: below a thirtieth the district does not shrink further with the sessions.
  constexpr std::uint32_t schools_min = 3;
  constexpr std::uint32_t teachers_min = 320;
  const Totals whole;
  Totals out;
  out.schools = std::max(scaled(whole.schools, scale_ppm), schools_min);
  out.teachers = std::max(scaled(whole.teachers, scale_ppm), teachers_min);
  out.sessions = std::max(scaled(whole.sessions, scale_ppm), 1U);
  out.expected = std::max(scaled(whole.expected, scale_ppm), out.sessions);
  out.absent = scaled(whole.absent, scale_ppm);
  return out;
}

Plan plan_year(std::uint32_t scale_ppm, std::uint64_t seed) {
  Plan plan;
  plan.totals = totals_at(scale_ppm);
  plan.organisation = plan_organisation(plan.totals.schools, plan.totals.teachers, seed);
  std::vector<std::uint32_t> sizes;
  plan.sessions = plan_sessions(plan.totals, plan.organisation, seed, sizes);
  plan_rosters(plan.sessions, sizes, plan.organisation, seed);
  plan_arrivals(plan.sessions, plan.totals.absent, seed);
  return plan;
}

}  // namespace shiji::cli::demo
