// Telling: one command of a round, and the ways to tell each kind of them.
//
// What: a Telling is the place of a command among its kind in a round; every kind is a function of it alone.
#pragma once

#include "cycle_round.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::bench {

inline constexpr std::uint32_t participants = 10, materials_each = 4, pairs = 8, meetings = 11, panel_size = 5;
inline constexpr std::int64_t evening = 21 * 60;  ///< minutes after midnight

struct Telling {
  const CycleRound& round;
  const Part& part;
  std::uint32_t place;  ///< among its kind in the round

  [[nodiscard]] const cli::demo::Teacher& person(std::uint64_t at) const { return round.people[at % group_size]; }
  /// Whoever takes part in this round's activity and the like; others in the next round of the group.
  [[nodiscard]] const cli::demo::Teacher& participant(std::uint64_t at) const { return person(round.number * 7 + at); }
  [[nodiscard]] const cli::demo::School& school(const cli::demo::Teacher& who) const {
    return round.schools[who.school];
  }
  [[nodiscard]] std::string stream(const char* kind, std::uint64_t thing = 0) const {
    return kind + std::to_string(round.number) + "-" + std::to_string(thing);
  }
  [[nodiscard]] ledger::Time at(std::int64_t minute) const {
    return cli::demo::shanghai(round.day, 60 * minute + place % 60);
  }
  /// A digest of something invented.
  [[nodiscard]] ledger::Hash invented(char kind, std::uint64_t thing) const;
};

/// Views `stream`, and the round.
ledger::Event envelope(const Telling& telling, const std::string& stream, ledger::Time at,
                       const cli::demo::Teacher* who);

template <typename P>
ledger::Buffer encoded(ledger::Event event, const P& payload) {
  const auto bytes = ledger::encode_payload(payload);
  event.type = ledger::name_of(P::type);
  event.payload = bytes;
  return ledger::encode_event(event);
}

// Sessions and activities.
[[nodiscard]] ledger::Buffer scheduled(const Telling& telling);
[[nodiscard]] ledger::Buffer roster(const Telling& telling);
[[nodiscard]] ledger::Buffer session_closed(const Telling& telling);
[[nodiscard]] ledger::Buffer activity_opened(const Telling& telling);
[[nodiscard]] ledger::Buffer joined(const Telling& telling);
[[nodiscard]] ledger::Buffer material(const Telling& telling);
[[nodiscard]] ledger::Buffer activity_closed(const Telling& telling);
[[nodiscard]] ledger::Buffer signed_in(const Telling& telling);
[[nodiscard]] ledger::Buffer signed_out(const Telling& telling);

// Works of people.
[[nodiscard]] ledger::Buffer collection(const Telling& telling);
[[nodiscard]] ledger::Buffer report_row(const Telling& telling);
[[nodiscard]] ledger::Buffer published(const Telling& telling);
[[nodiscard]] ledger::Buffer item(const Telling& telling);
[[nodiscard]] ledger::Buffer item_reviewed(const Telling& telling);
[[nodiscard]] ledger::Buffer matched(const Telling& telling);
[[nodiscard]] ledger::Buffer logged(const Telling& telling);
[[nodiscard]] ledger::Buffer pair_ended(const Telling& telling);
[[nodiscard]] ledger::Buffer paper(const Telling& telling);
[[nodiscard]] ledger::Buffer lesson(const Telling& telling);
[[nodiscard]] ledger::Buffer post_changed(const Telling& telling);

// Reviews, support, telemetry.
[[nodiscard]] ledger::Buffer assigned(const Telling& telling);
[[nodiscard]] ledger::Buffer scored(const Telling& telling);
[[nodiscard]] ledger::Buffer ticket_opened(const Telling& telling);
[[nodiscard]] ledger::Buffer ticket_closed(const Telling& telling);
[[nodiscard]] ledger::Buffer helped(const Telling& telling);
[[nodiscard]] ledger::Buffer telemetry(const Telling& telling);

}  // namespace shiji::bench
