// SignatureChecks: signatures under submissions and single events, checked on every core while the rest goes on in
// order.
//
// What: whoever knows in order whose key it is hands in a job; workers check it. Memory is bounded by the jobs that
// wait and the digests in them: some 6 MiB, and one job. Guarantees: every job that was added is answered by `finish`,
// in order of sequence. Threads: one caller.
#pragma once

#include "shiji/ledger/ids.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace shiji::engine {

struct SignatureJob {
  ledger::Sequence at;
  std::string submission;  ///< its id, when it is the submission that is signed
  ledger::PublicKey key;
  ledger::SignatureBytes signature;
  ledger::Buffer message;             ///< empty: it is a submission's
  std::vector<ledger::Hash> digests;  ///< of a submission's events: whoever checks makes the message of them
};

class SignatureChecks {
 public:
  SignatureChecks(const ledger::Hash& origin_digest, unsigned workers);
  ~SignatureChecks();
  void add(SignatureJob job);
  struct Broken {
    ledger::Sequence at;
    std::string submission;
    auto operator<=>(const Broken&) const = default;
  };
  /// Waits for all of them: those whose signature does not hold, in order.
  [[nodiscard]] std::vector<Broken> finish();

 private:
  void work();
  void make_messages(std::span<SignatureJob> jobs) const;
  void stop();
  [[nodiscard]] bool is_full() const;

  ledger::Hash origin_digest_;
  std::mutex mutex_;
  std::condition_variable room_;  // for who adds
  std::condition_variable work_;
  std::deque<SignatureJob> waiting_;
  std::size_t waiting_digests_ = 0;
  std::vector<Broken> broken_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace shiji::engine
