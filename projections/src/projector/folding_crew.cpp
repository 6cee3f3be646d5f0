#include "projector/folding_crew.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace shiji::projections {
namespace {

std::size_t threads_for(std::size_t projectors) {
  return std::min(std::max<std::size_t>(1, std::thread::hardware_concurrency()), projectors);
}

}  // namespace

FoldingCrew::FoldingCrew(std::span<Projector* const> projectors, std::size_t batches_max) : batches_max_(batches_max) {
  for (auto* projector : projectors) members_.push_back({.projector = projector});
  for (std::size_t i = threads_for(projectors.size()); i > 0; --i) threads_.emplace_back([this] { work(); });
}

FoldingCrew::~FoldingCrew() { (void)finish(); }

bool FoldingCrew::hand_over(EventBatch batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failed_ || batches_.size() < batches_max_; });
  if (failed_) return false;
  batches_.push_back(std::move(batch));
  changed_.notify_all();
  return true;
}

ledger::Status FoldingCrew::finish() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  threads_.clear();
  for (const auto& member : members_) {
    if (!member.outcome.ok()) return member.outcome;
  }
  return ledger::done();
}

FoldingCrew::Member* FoldingCrew::furthest_behind() {
  Member* found = nullptr;
  for (auto& member : members_) {
    if (!member.ready(first_ + batches_.size())) continue;
    if (found == nullptr || member.next < found->next) found = &member;
  }
  return found;
}

void FoldingCrew::forget_folded() {
  auto least = first_ + batches_.size();
  for (const auto& member : members_) {
    if (member.outcome.ok()) least = std::min(least, member.next);
  }
  for (; first_ < least; ++first_) batches_.pop_front();
}

void FoldingCrew::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    Member* member = furthest_behind();
    if (member == nullptr) {
      // Those still busy hand what is left to whoever folds them: there is nothing for this one to wait for.
      if (ended_) return;
      changed_.wait(lock);
      continue;
    }
    member->busy = true;
    const auto& batch = batches_[member->next - first_];  // a deque: stays where it is while others come and go
    lock.unlock();
    auto outcome = member->projector->take(batch);
    lock.lock();
    member->busy = false;
    ++member->next;
    failed_ = failed_ || !outcome.ok();
    member->outcome = std::move(outcome);
    forget_folded();
    changed_.notify_all();
  }
}

ledger::Status side_by_side(std::span<Projector* const> projectors, ledger::Status (*work)(Projector& projector)) {
  std::vector<ledger::Status> outcomes(projectors.size(), ledger::done());
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> threads;
    const auto take_next = [&] {
      for (auto i = next++; i < projectors.size(); i = next++) outcomes[i] = work(*projectors[i]);
    };
    for (std::size_t i = threads_for(projectors.size()); i > 1; --i) threads.emplace_back(take_next);
    take_next();
  }
  for (auto& outcome : outcomes) {
    if (!outcome.ok()) return std::move(outcome);
  }
  return ledger::done();
}

}  // namespace shiji::projections
