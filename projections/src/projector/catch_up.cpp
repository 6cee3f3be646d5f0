// One pass over the feed for any number of read models.
#include "projector/event_batch.h"
#include "projector/projector.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

namespace shiji::projections {
namespace {

constexpr std::size_t events_worth_a_thread = 64;
constexpr std::uint64_t batch_events_max = 4'096;
constexpr std::size_t batch_bytes_max = std::size_t{4} << 20;  // but for a last event, which may be larger

/// Those that are kept here; the others are kept by somebody else, and are asked one by one.
std::vector<Projector*> projectors_of(std::span<ReadModel* const> models) {
  std::vector<Projector*> out;
  for (auto* model : models) {
    if (auto* projector = dynamic_cast<Projector*>(model); projector != nullptr) out.push_back(projector);
  }
  return out;
}

/// Folds every event of the batch, or up to the first that fails; how it ended.
ledger::Status fold(Projector& projector, const EventBatch& batch) {
  for (const auto& recorded : batch.events()) {
    if (auto taken = projector.take(recorded); !taken.ok()) return taken;
  }
  return ledger::done();
}

/// Each projector folds the batch by itself, so that they can do so side by side; the first that failed is told.
ledger::Status fold_all(const std::vector<Projector*>& projectors, const EventBatch& batch) {
  std::vector<ledger::Status> outcomes(projectors.size(), ledger::done());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (auto i = next++; i < projectors.size(); i = next++) outcomes[i] = fold(*projectors[i], batch);
  };
  const auto processors = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  const auto workers = batch.size() < events_worth_a_thread ? 1 : std::min(processors, projectors.size());
  {
    std::vector<std::jthread> others;
    others.reserve(workers - 1);
    for (std::size_t i = 1; i < workers; ++i) others.emplace_back(work);
    work();
  }
  for (auto& outcome : outcomes) {
    if (!outcome.ok()) return std::move(outcome);
  }
  return ledger::done();
}

/// Follows the feed from the cursor that is furthest back to the head: reads one batch while the one before is folded.
class Pass {
 public:
  Pass(const std::vector<Projector*>& projectors, const Progress& progress, ledger::TreeSize head)
      : projectors_(projectors), progress_(progress), head_(head), from_(head.value) {
    for (const auto* projector : projectors_) {
      from_ = std::min(from_, projector->tree_size().value);
      batch_events_ = std::min(batch_events_, projector->write_events());
    }
  }

  ledger::Status run(const engine::Owner& owner) {
    report(0);
    if (from_ == head_.value) return ledger::done();
    auto fed = owner.feed({from_}, head_, [this](const engine::RecordedEvent& recorded) { return take(recorded); });
    if (auto folded = hand_over(); !folded.ok()) return folded;
    if (auto folded = wait(); !folded.ok()) return folded;
    if (!fed.ok()) return fed;
    for (const auto* projector : projectors_) {
      if (projector->tree_size() < head_) return short_feed(projector->tree_size());
    }
    report(head_.value - from_);
    return ledger::done();
  }

 private:
  bool take(const engine::RecordedEvent& recorded) {
    reading_.add(recorded);
    if (reading_.size() < batch_events_ && reading_.bytes() < batch_bytes_max) return true;
    outcome_ = hand_over();
    return outcome_.ok();
  }

  /// Of the batch before.
  ledger::Status wait() {
    if (folding_.valid()) outcome_ = folding_.get();
    return outcome_;
  }

  ledger::Status hand_over() {
    if (auto decoded = reading_.close(); !decoded.ok()) return decoded;
    if (auto before = wait(); !before.ok()) return before;
    done_ += reading_.size();
    folded_ = std::exchange(reading_, {});
    // A few events are folded sooner than a thread begins.
    const auto policy = folded_.size() < events_worth_a_thread ? std::launch::deferred : std::launch::async;
    folding_ = std::async(policy, [this] { return fold_all(projectors_, folded_); });
    report(done_);
    return ledger::done();
  }

  void report(std::uint64_t done) const {
    if (progress_) progress_(std::min(done, head_.value - from_), head_.value - from_);
  }

  [[nodiscard]] ledger::Error short_feed(ledger::TreeSize at) const {
    return {ledger::ErrorCode::corrupt, "sequence " + std::to_string(at.value), "the feed ended before the head"};
  }

  const std::vector<Projector*>& projectors_;
  const Progress& progress_;
  ledger::TreeSize head_;
  std::uint64_t from_;
  std::uint64_t done_ = 0;
  std::uint64_t batch_events_ = batch_events_max;
  EventBatch reading_, folded_;
  ledger::Status outcome_ = ledger::done();
  std::future<ledger::Status> folding_;  // last: it ends before what it works on
};

}  // namespace

ledger::Status catch_up_together(std::span<ReadModel* const> models, const engine::Owner& owner,
                                 const Progress& progress) {
  // Kept by another process: it catches up by itself.
  for (auto* model : models) {
    SHIJI_ASSERT(model != nullptr, "a read model that was opened");
    if (dynamic_cast<Projector*>(model) != nullptr) continue;
    if (auto caught_up = model->catch_up(owner, progress); !caught_up.ok()) return caught_up;
  }
  if (projectors_of(models).empty()) return ledger::done();
  const auto head = owner.head();
  if (!head.ok()) return head.failure();
  return catch_up_to(*head, models, owner, progress);
}

ledger::Status catch_up_to(const engine::Head& head, std::span<ReadModel* const> models, const engine::Owner& owner,
                           const Progress& progress) {
  const auto projectors = projectors_of(models);
  for (auto* projector : projectors) {
    if (auto begun = projector->begin(owner, head); !begun.ok()) return begun;
  }
  auto outcome = Pass(projectors, progress, head.tree_size).run(owner);
  // Also after an error: what was folded before it is right and is kept.
  for (auto* projector : projectors) {
    auto finished = projector->finish();
    if (outcome.ok()) outcome = std::move(finished);
  }
  return outcome;
}

}  // namespace shiji::projections
