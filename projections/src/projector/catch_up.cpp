// One pass over the feed for any number of read models.
#include "projector/projector.h"

#include <algorithm>

namespace shiji::projections {
namespace {

constexpr std::uint64_t events_between_progress = 4'096;

/// Those that are kept here; the others are kept by somebody else, and are asked one by one.
std::vector<Projector*> projectors_of(std::span<ReadModel* const> models) {
  std::vector<Projector*> out;
  for (auto* model : models) {
    if (auto* projector = dynamic_cast<Projector*>(model); projector != nullptr) out.push_back(projector);
  }
  return out;
}

/// Follows the feed from the cursor that is furthest back to the head.
class Pass {
 public:
  Pass(const std::vector<Projector*>& projectors, const Progress& progress, ledger::TreeSize head)
      : projectors_(projectors), progress_(progress), head_(head), from_(head.value) {
    for (const auto* projector : projectors_) from_ = std::min(from_, projector->tree_size().value);
  }

  ledger::Status run(const engine::Owner& owner) {
    report(0);
    if (from_ == head_.value) return ledger::done();
    auto fed = owner.feed({from_}, head_, [this](const engine::RecordedEvent& recorded) { return take(recorded); });
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
    for (auto* projector : projectors_) {
      outcome_ = projector->take(recorded);
      if (!outcome_.ok()) return false;
    }
    if (++done_ % events_between_progress == 0) report(done_);
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
  ledger::Status outcome_ = ledger::done();
};

}  // namespace

ledger::Status catch_up_together(std::span<ReadModel* const> models, const engine::Owner& owner,
                                 const Progress& progress) {
  // Kept by another process: it catches up by itself.
  for (auto* model : models) {
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
