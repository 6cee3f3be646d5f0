// CycleEvents: five years of a district as the planning figures have them, as complete bytes, decided by numbers alone.
//
// What: people in groups of 160, each group's rounds (cycle_round.h) spread over five years. Every command is a
// function of its number, so that nothing is held but the people. Ownership: owns people and keys. Threads: any, once
// made.
#pragma once

#include "cycle_round.h"

#include <vector>

namespace shiji::bench {

class CycleEvents {
 public:
  /// As many people as give `events` events at their yearly rate in five years.
  explicit CycleEvents(std::uint64_t events);

  /// Schools, people, and experts with their keys, into a ledger that was just made.
  void enrol(engine::Owner& owner, const ledger::SecretKey& service_key) const;
  /// Below `commands`, as that part of a submission.
  [[nodiscard]] ledger::Buffer command(std::uint64_t number, const Part& part) const;
  /// As many as come to about `events` events with what the rules add.
  [[nodiscard]] std::uint64_t commands() const { return commands_; }

 private:
  cli::demo::Organisation organisation_;
  std::vector<CycleExpert> experts_;
  ledger::Hash origin_digest_, rubric_;
  std::uint32_t groups_;
  std::uint64_t commands_ = 0, rounds_ = 0;
};

}  // namespace shiji::bench
