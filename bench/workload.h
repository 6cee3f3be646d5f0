// The load: sign-ins and sign-outs of training sessions, as prepared and signed event bytes.
//
// What: a ledger with teachers, sessions and rosters already in it, and submissions of a given size that sign everybody
// in and out. Ends the process with a message when anything fails: a benchmark of a broken thing tells nothing.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <memory>
#include <string>
#include <vector>

namespace shiji::bench {

struct Workload {
  std::vector<engine::Submission> submissions;
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
};

/// Makes the ledger `directory` with its people, sessions and rosters.
void prepare_ledger(const std::string& directory, std::uint32_t sessions);
/// The sign-ins and outs of those sessions; `submission_events` in each.
[[nodiscard]] Workload make_workload(const std::string& directory, std::uint32_t sessions,
                                     std::uint32_t submission_events);
[[nodiscard]] std::unique_ptr<engine::Owner> open_ledger(const std::string& directory);
/// Appends all of it, many outstanding; returns when the last one is acknowledged.
void append_all(engine::Owner& owner, std::vector<engine::Submission> submissions);

[[noreturn]] void fail(const ledger::Failure& failure, const char* what);

}  // namespace shiji::bench
