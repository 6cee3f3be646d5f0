// A round: six to seven weeks of a group of 160 people, in the proportions of the planning figures.
//
// What: one training session with everybody's sign-in and sign-out, which the rules close with its attendance; an
// activity with its materials, a report, resources and items, mentoring pairs, papers and lessons, reviews under
// experts' own signatures, tickets and telemetry batches. Guarantees: a function of the round and of the command's
// number; what rests on something else comes after it.
#pragma once

#include "demo/organisation.h"
#include "demo/school_year.h"
#include "session_events.h"
#include "shiji/ledger/chain/keys.h"

#include <span>
#include <string>

namespace shiji::bench {

inline constexpr std::uint32_t group_size = 160;
inline constexpr std::uint32_t round_commands = 683;
inline constexpr std::uint32_t round_events = round_commands + 23;  ///< with what the rules add
inline constexpr std::uint64_t cycle_days = 5 * 365;
inline constexpr ledger::Date first_day = cli::demo::date_of(2020, 1, 6);  ///< so that no clock is before the last
inline constexpr ledger::Time first_day_begins = cli::demo::shanghai(first_day, 0);

struct CycleExpert {
  ledger::Subject subject;
  std::string actor;
  ledger::SecretKey key;
};

struct CycleRound {
  std::uint64_t number = 0;
  ledger::Date day;
  std::span<const cli::demo::Teacher> people;  ///< group_size of them
  std::span<const cli::demo::School> schools;
  std::span<const CycleExpert> experts;
  const ledger::Hash& rubric;
  const ledger::Hash& origin_digest;
};

[[nodiscard]] ledger::Buffer round_command(const CycleRound& round, std::uint32_t number, const Part& part);

}  // namespace shiji::bench
