// The plan of the year: what will happen, before anything is written. Pure: a function of scale and seed.
//
// What: schools, teachers, sessions, rosters and everybody's arrival. Guarantees: the sums are exact (Totals), sessions
// lie in term time and never on a holiday, nobody stands on a roster twice or in two sessions on one day.
// Cost: about 50 ms at scale 1. Threads: any thread.
#pragma once

#include "demo/organisation.h"

#include <optional>
#include <string>
#include <vector>

namespace shiji::cli::demo {

/// The figures of the document about 2023 (and, marked so, what follows from them).
struct Totals {
  std::uint32_t schools = 144;
  std::uint32_t teachers = 11'000;
  std::uint32_t sessions = 201;
  std::uint32_t expected = 32'333;  ///< derived: 32,168 attended at 99.49 % means 32,333 expected
  std::uint32_t absent = 165;       ///< derived
  [[nodiscard]] std::uint32_t attended() const { return expected - absent; }
};
[[nodiscard]] Totals totals_at(std::uint32_t scale_ppm);

enum class Arrival : std::uint8_t {
  in_time,
  late,         ///< at most 15 minutes after the first unit began
  second_unit,  ///< more than 15 minutes late: absent for the first unit, there for the others
  too_late,     ///< more than 15 minutes late where there is one unit only: signed in, and absent
  never
};

/// One teacher on one roster. Times are milliseconds after the first unit's start.
struct Seat {
  std::uint32_t teacher = 0;
  Arrival arrival = Arrival::in_time;
  std::int32_t arrives_ms = 0;
  std::optional<std::int32_t> again_ms;  ///< signed in a second time: the first one counts
  std::optional<std::int32_t> leaves_ms;
  [[nodiscard]] bool absent() const { return arrival == Arrival::never || arrival == Arrival::too_late; }
};

struct Unit {
  std::int32_t starts_minute = 0, ends_minute = 0;  ///< after midnight in Shanghai
};

struct Session {
  std::string name;  ///< the stream's last part
  std::string title;
  std::string venue;
  ledger::Date date;
  ledger::Level level = ledger::Level::county;
  std::uint32_t venue_number = 0;
  std::vector<Unit> units;
  bool sign_out_required = false;
  bool from_paper_roll = false;  ///< typed in on the evening of the day
  std::vector<Seat> roster;
};

struct Plan {
  Totals totals;
  Organisation organisation;
  std::vector<Session> sessions;  ///< in the order of their starts
};

[[nodiscard]] Plan plan_year(std::uint32_t scale_ppm, std::uint64_t seed);

}  // namespace shiji::cli::demo
