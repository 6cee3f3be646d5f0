#include "append/head_syncer.h"

namespace shiji::engine {

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

void HeadSyncer::post(const HeadMark& mark) {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = mark;
  }
  changed_.notify_all();
}

ledger::Status HeadSyncer::wait_for(ledger::TreeSize size) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return synced_.tree_size >= size || !health_.ok(); });
  return health_;
}

void HeadSyncer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return stopping_ || (wanted_.tree_size > synced_.tree_size && health_.ok()); });
    if (wanted_.tree_size <= synced_.tree_size || !health_.ok()) return;  // stopping, and nothing left to write
    const auto mark = wanted_;
    lock.unlock();
    auto written = file_->write(mark);
    lock.lock();
    if (written) {
      synced_ = mark;
    } else {
      health_ = std::move(written);
    }
    changed_.notify_all();
  }
}

}  // namespace shiji::engine
