#include "demo/random.h"
#include "demo/sessions.h"
#include "shiji/ledger/contract.h"

#include <algorithm>

namespace shiji::cli::demo {
namespace {

constexpr std::int32_t second = 1'000;
constexpr std::int32_t minute = 60 * second;

struct Place {
  std::size_t session, seat;
};

// Most come in the last ten minutes: the sum of three draws is a bell around seven and a half minutes before the start;
// some come early.
std::int32_t in_time_ms(Random& random) {
  if (random.chance(120'000)) return -random.between(14 * minute, 29 * minute);
  return -(random.between(0, 5 * minute) + random.between(0, 5 * minute) + random.between(1, 5 * minute));
}

std::int32_t length_ms(const Session& session) {
  return (session.units.back().ends_minute - session.units.front().starts_minute) * minute;
}

void plan_seat(Seat& seat, const Session& session, Random& random) {
  const std::uint32_t kind = random.below(1'000'000);
  if (kind < 26'000) {
    seat.arrival = Arrival::late;
    seat.arrives_ms = std::min(random.between(minute, 14 * minute), random.between(minute, 14 * minute));
  } else if (kind < 28'500 && session.units.size() > 1) {
    seat.arrival = Arrival::second_unit;
    seat.arrives_ms = random.between(17 * minute, 30 * minute);
  } else {
    seat.arrives_ms = in_time_ms(random);
  }
}

void make_absent(Seat& seat, const Session& session, Random& random) {
  if (session.units.size() == 1 && random.chance(150'000)) {
    seat.arrival = Arrival::too_late;
    seat.arrives_ms = random.between(17 * minute, 35 * minute);
  } else {
    seat.arrival = Arrival::never;
  }
}

// The same person at the terminal again: a doubtful beep, or a second queue.
void maybe_again(Seat& seat, const Session& session, Random& random) {
  if (session.from_paper_roll || !random.chance(16'000)) return;
  seat.again_ms = seat.arrives_ms + random.between(4 * second, 150 * second);
}

void maybe_leaves(Seat& seat, const Session& session, Random& random) {
  if (!session.sign_out_required || random.chance(7'000)) return;  // forgot to sign out
  seat.leaves_ms = length_ms(session) + random.between(5 * second, 7 * minute);
}

std::vector<Place> places_of(const std::vector<Session>& sessions) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    for (std::size_t seat = 0; seat < sessions[i].roster.size(); ++seat) places.push_back({i, seat});
  }
  return places;
}

}  // namespace

void plan_arrivals(std::vector<Session>& sessions, std::uint32_t absent, std::uint64_t seed) {
  Random random(seed, "arrivals");
  for (auto& session : sessions) {
    for (auto& seat : session.roster) plan_seat(seat, session, random);
  }
  auto places = places_of(sessions);
  SHIJI_ASSERT(absent <= places.size(), "more absences than seats");
  random.choose(places, absent);
  for (std::uint32_t i = 0; i < absent; ++i) {
    Session& session = sessions[places[i].session];
    make_absent(session.roster[places[i].seat], session, random);
  }
  for (auto& session : sessions) {
    for (auto& seat : session.roster) {
      if (seat.arrival == Arrival::never) continue;
      maybe_again(seat, session, random);
      maybe_leaves(seat, session, random);
    }
  }
}

}  // namespace shiji::cli::demo
