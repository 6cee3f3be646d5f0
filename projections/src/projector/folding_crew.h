// FoldingCrew: read models that fold the same batches side by side, each at its own pace.
//
// What: a thread a processor takes whichever read model is furthest behind and idle, and folds the next batch into it.
// While one writes back, the others go on, up to `batches_max` batches ahead of it. Guarantees: each sees every batch
// once, in order; one that failed sees no more. Ownership: keeps a batch until all have folded it; the projectors
// outlive it. Threads: `hand_over` and `finish` by one; they wait for room and for the end.
#pragma once

#include "projector/event_batch.h"
#include "projector/projector.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace shiji::projections {

class FoldingCrew {
 public:
  FoldingCrew(std::span<Projector* const> projectors, std::size_t batches_max);
  ~FoldingCrew();
  FoldingCrew(const FoldingCrew&) = delete;
  FoldingCrew& operator=(const FoldingCrew&) = delete;

  /// Waits for room. False when one has failed: nothing more is wanted.
  bool hand_over(EventBatch batch);
  /// Waits until everything handed over is folded; the first failure.
  [[nodiscard]] ledger::Status finish();

 private:
  struct Member {
    Projector* projector;
    std::uint64_t next = 0;  ///< batch
    bool busy = false;
    ledger::Status outcome = ledger::done();
    [[nodiscard]] bool ready(std::uint64_t end) const { return !busy && outcome.ok() && next < end; }
  };

  void work();
  [[nodiscard]] Member* furthest_behind();
  void forget_folded();

  std::size_t batches_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Member> members_;
  std::deque<EventBatch> batches_;  ///< those not folded by all
  std::uint64_t first_ = 0;         ///< number of the first of them
  bool failed_ = false, ended_ = false;
  std::vector<std::jthread> threads_;  // last: they end before what they work on
};

/// Runs `work` on every projector, on all processors; the first failure.
[[nodiscard]] ledger::Status side_by_side(std::span<Projector* const> projectors,
                                          ledger::Status (*work)(Projector& projector));

}  // namespace shiji::projections
