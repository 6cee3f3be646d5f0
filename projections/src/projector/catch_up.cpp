// One pass over the feed for any number of read models.
#include "projector/folding_crew.h"
#include "projector/projector.h"
#include "shiji/ledger/contract.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace shiji::projections {
namespace {

constexpr std::size_t events_worth_a_thread = 64;
constexpr std::uint64_t batch_events_max = 4'096;
constexpr std::uint64_t batches_max = 6;
constexpr std::size_t batch_bytes_max = std::size_t{4} << 20;  // but for a last event, which may be larger

/// Those that are kept here; the others are kept by somebody else, and are asked one by one.
std::vector<Projector*> projectors_of(std::span<ReadModel* const> models) {
  std::vector<Projector*> out;
  for (auto* model : models) {
    if (auto* projector = dynamic_cast<Projector*>(model); projector != nullptr) out.push_back(projector);
  }
  return out;
}

/// Follows the feed from the cursor that is furthest back to the head: reads on while what was read is folded.
class Pass {
 public:
  Pass(const std::vector<Projector*>& projectors, const Progress& progress, ledger::TreeSize head)
      : projectors_(projectors), progress_(progress), head_(head), from_(head.value) {
    for (const auto* projector : projectors_) {
      from_ = std::min(from_, projector->tree_size().value);
      events_ahead_ = std::min(events_ahead_, projector->write_events());
    }
    events_ahead_ = std::max<std::uint64_t>(1, events_ahead_);
    batch_events_ = std::min(batch_events_max, events_ahead_);
  }

  ledger::Status run(const engine::Owner& owner) {
    report(0);
    if (from_ == head_.value) return ledger::done();
    // A few events are folded sooner than a thread begins.
    const bool alone = head_.value - from_ < events_worth_a_thread;
    if (!alone) crew_.emplace(projectors_, events_ahead_ / batch_events_);
    auto fed = owner.feed({from_}, head_, [this](const engine::RecordedEvent& recorded) { return take(recorded); });
    if (outcome_.ok()) hand_over();
    if (crew_) {
      if (auto folded = crew_->finish(); !folded.ok()) return folded;
    }
    if (!outcome_.ok()) return outcome_;
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
    return hand_over();
  }

  /// False when there is nothing to go on for.
  bool hand_over() {
    reading_.close();
    done_ += reading_.size();
    auto batch = std::exchange(reading_, {});
    report(done_);
    if (crew_) return crew_->hand_over(std::move(batch));
    for (auto* projector : projectors_) {
      if (outcome_ = projector->take(batch); !outcome_.ok()) return false;
    }
    return true;
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
  std::uint64_t events_ahead_ = batches_max * batch_events_max;  ///< of whoever is furthest behind
  EventBatch reading_;
  ledger::Status outcome_ = ledger::done();  ///< of folding alone
  std::optional<FoldingCrew> crew_;
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
  auto finished = side_by_side(projectors, [](Projector& projector) { return projector.finish(); });
  return outcome.ok() ? std::move(finished) : std::move(outcome);
}

}  // namespace shiji::projections
