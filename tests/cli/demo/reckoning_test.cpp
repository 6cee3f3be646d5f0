#include "demo/reckoning.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::cli::demo;

namespace {

Session two_units(bool sign_out_required) {
  Session session;
  session.units = {{14 * 60, 15 * 60}, {15 * 60 + 15, 16 * 60 + 45}};  // 60 and 90 minutes
  session.sign_out_required = sign_out_required;
  return session;
}

Seat seat(Arrival arrival, std::int32_t arrives_ms) {
  Seat out;
  out.arrival = arrival;
  out.arrives_ms = arrives_ms;
  return out;
}

}  // namespace

TEST_CASE("a seat is worth the whole minutes its teacher was there") {
  constexpr std::int32_t minute = 60'000;
  CHECK(minutes_of(two_units(false), seat(Arrival::in_time, -5 * minute)) == 150);
  CHECK(minutes_of(two_units(false), seat(Arrival::late, 10 * minute)) == 140);
  CHECK(minutes_of(two_units(false), seat(Arrival::late, 10 * minute + 1)) == 139);
  CHECK(minutes_of(two_units(false), seat(Arrival::second_unit, 20 * minute)) == 90);
  CHECK(minutes_of(two_units(false), seat(Arrival::too_late, 20 * minute)) == 0);
  CHECK(minutes_of(two_units(false), seat(Arrival::never, 0)) == 0);
}

TEST_CASE("whoever forgets to sign out counts until last seen only") {
  constexpr std::int32_t minute = 60'000;
  Seat forgot = seat(Arrival::in_time, -5 * minute);
  CHECK(minutes_of(two_units(true), forgot) == 0);
  forgot.again_ms = 2 * minute;
  CHECK(minutes_of(two_units(true), forgot) == 2);
  forgot.leaves_ms = 170 * minute;
  CHECK(minutes_of(two_units(true), forgot) == 150);
}

TEST_CASE("points stay between nothing and fifteen in a school year, credits are cut line by line") {
  Plan plan;
  plan.organisation.teachers.resize(2);
  const auto add = [&](ledger::Date date, std::uint32_t teacher, Arrival arrival) {
    Session session = two_units(false);
    session.date = date;
    session.roster = {seat(arrival, arrival == Arrival::late ? 60'000 : 0)};
    session.roster[0].teacher = teacher;
    plan.sessions.push_back(session);
  };
  const ledger::Date spring{19'417};                              // 2023-03-01
  const ledger::Date autumn{19'610};                              // 2023-09-10
  for (int i = 0; i < 17; ++i) add(spring, 0, Arrival::in_time);  // 17 points, 15 count
  add(autumn, 0, Arrival::never);                                 // nothing to lose in the new school year
  add(autumn, 0, Arrival::late);                                  // one point won, one lost
  add(spring, 1, Arrival::in_time);
  const Reckoning sums = reckon(plan, {});
  CHECK(sums.points_centi == 1'600);
  CHECK(sums.minutes == 18 * 150 + 149);
  CHECK(sums.credit_milli == 18 * 333 + 331);
  CHECK(sums.late == 1);
}
