#include "append/head_syncer.h"

#include <algorithm>

namespace shiji::engine {

namespace {
constexpr std::chrono::milliseconds idle_max{100};
}

HeadSyncer::HeadSyncer(std::unique_ptr<HeadFile> file, HeadMark synced)
    : file_(std::move(file)), wanted_(synced), synced_(synced), thread_([this] { run(); }) {}

HeadSyncer::~HeadSyncer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void HeadSyncer::post_head(ledger::TreeSize size, const ledger::Hash& leaf_hash) {
  {
    const std::lock_guard lock(mutex_);
    if (size > wanted_.tree_size) {
      if (wanted_ == synced_) due_ = std::chrono::steady_clock::now() + idle_max;
      wanted_.tree_size = size;
      wanted_.leaf_hash = leaf_hash;
    }
  }
  changed_.notify_all();
}

void HeadSyncer::begin() {
  {
    const std::lock_guard lock(mutex_);
    if (wanted_ == synced_) return;
    hurried_ = true;
  }
  changed_.notify_all();
}

void HeadSyncer::post_checkpoint(ledger::TreeSize size) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.checkpoint = std::max(wanted_.checkpoint, size);
    hurried_ = true;
  }
  changed_.notify_all();
}

ledger::Status HeadSyncer::wait_for(ledger::TreeSize size, ledger::TreeSize checkpoint) {
  std::unique_lock lock(mutex_);
  const auto covered = [&] { return synced_.tree_size >= size && synced_.checkpoint >= checkpoint; };
  if (!covered() && !hurried_) {
    hurried_ = true;
    changed_.notify_all();
  }
  changed_.wait(lock, [&] { return covered() || !health_.ok(); });
  return health_;
}

void HeadSyncer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return stopping_ || (wanted_ != synced_ && health_.ok()); });
    if (wanted_ == synced_ || !health_.ok()) return;  // stopping, and nothing left to write
    changed_.wait_until(lock, due_, [&] { return stopping_ || hurried_; });
    hurried_ = false;
    const auto mark = wanted_;
    lock.unlock();
    auto written = file_->write(mark);
    lock.lock();
    if (written) {
      synced_ = mark;
      due_ = std::chrono::steady_clock::now() + idle_max;
    } else {
      health_ = std::move(written);
    }
    changed_.notify_all();
  }
}

}  // namespace shiji::engine
