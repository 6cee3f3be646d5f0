// Ledgers to measure on, and loads for them: submissions of prepared and signed event bytes.
//
// Ends the process with a message when anything fails: a benchmark of a broken thing tells nothing.
#pragma once

#include "session_events.h"
#include "shiji/ledger/chain/keys.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shiji::bench {

/// The sign-ins and sign-outs of `sessions` sessions that stand in the ledger already.
struct LoadShape {
  std::uint32_t sessions = 0;
  std::uint32_t submission_events = 1'024;
  std::uint32_t random_bytes = 0;  ///< in each event, beside what real events hold
  bool sign_outs = true;
};

struct Workload {
  std::vector<engine::Submission> submissions;
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
};

/// Makes the ledger `directory`, in place of whatever was there, with nothing in it.
void create_ledger(const std::string& directory);
/// The same, with people and the first `sessions` sessions with their rosters.
void prepare_ledger(const std::string& directory, std::uint32_t sessions);
[[nodiscard]] Workload make_workload(const std::string& directory, const LoadShape& shape);
/// A ledger with that load in it, 1,024 a submission, made when it is not there yet.
void provide_ledger(const std::string& directory, std::uint32_t sessions);

[[nodiscard]] std::unique_ptr<engine::Owner> open_ledger(
    const std::string& directory, engine::Environment environment = engine::system_environment());
/// Appends all of it, many outstanding; returns when the last one is acknowledged.
void append_all(engine::Owner& owner, std::vector<engine::Submission> submissions);

/// The key that signs what a load submits.
[[nodiscard]] ledger::SecretKey service_key(const std::string& directory);
void sign(engine::Submission& submission, const ledger::SecretKey& key);
/// Event `number` of a load, as that part of a submission.
using EventMaker = std::function<ledger::Buffer(std::uint64_t number, const Part& part)>;
/// Events `first` to before `first + count`, signed; its id is <load>/<first>.
[[nodiscard]] engine::Submission make_submission(const ledger::SecretKey& key, const std::string& load,
                                                 std::uint64_t first, std::uint32_t count, const EventMaker& make);
/// All events of a load, 1,024 a submission, as many of them in memory as a few MiB hold.
void append_load(engine::Owner& owner, const ledger::SecretKey& key, const std::string& load, std::uint64_t events,
                 const EventMaker& make);
/// Events `first` to before `first + count` of whole sessions, counted from session `session`, signed.
[[nodiscard]] engine::Submission whole_sessions(const ledger::SecretKey& key, std::uint32_t session,
                                                std::uint64_t first, std::uint32_t count);

[[noreturn]] void fail(const ledger::Failure& failure, const char* what);

template <typename T>
void require(const ledger::Result<T>& result, const char* what) {
  if (!result) fail(result.failure(), what);
}

}  // namespace shiji::bench
