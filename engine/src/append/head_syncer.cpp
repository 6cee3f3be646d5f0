#include "append/head_syncer.h"

#include <algorithm>

namespace shiji::engine {

HeadSyncer::HeadSyncer(std::unique_ptr<HeadFile> file, HeadMark synced)
    : file_(std::move(file)), wanted_(synced), synced_(synced), thread_([this] { run(); }) {}

HeadSyncer::~HeadSyncer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  posted_.notify_one();
  thread_.join();
}

void HeadSyncer::post_head(ledger::TreeSize size, const ledger::Hash& leaf_hash) {
  {
    const std::lock_guard lock(mutex_);
    if (size <= wanted_.tree_size) return;
    wanted_.tree_size = size;
    wanted_.leaf_hash = leaf_hash;
  }
  posted_.notify_one();
}

void HeadSyncer::post_checkpoint(ledger::TreeSize size) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.checkpoint = std::max(wanted_.checkpoint, size);
  }
  posted_.notify_one();
}

ledger::Status HeadSyncer::wait_for(ledger::TreeSize size, ledger::TreeSize checkpoint) {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [&] {
    const bool covered = synced_.tree_size >= size && synced_.checkpoint >= checkpoint;
    return covered || !health_.ok();
  });
  return health_;
}

void HeadSyncer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    posted_.wait(lock, [&] { return stopping_ || (wanted_ != synced_ && health_.ok()); });
    if (wanted_ == synced_ || !health_.ok()) return;  // stopping, and nothing left to write
    const auto mark = wanted_;
    lock.unlock();
    auto written = file_->write(mark);
    lock.lock();
    if (written) {
      synced_ = mark;
    } else {
      health_ = std::move(written);
    }
    written_.notify_all();
  }
}

}  // namespace shiji::engine
