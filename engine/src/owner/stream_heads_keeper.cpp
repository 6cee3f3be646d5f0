#include "owner/stream_heads_keeper.h"

#include "owner/chain_reading.h"

#include <chrono>

namespace shiji::engine {

namespace {

constexpr std::chrono::minutes between_looks{1};

/// When heads were recorded last, or the ledger began.
ledger::Result<ledger::Time> last_time(const StreamHeads& heads, const LedgerCore& core) {
  const auto last = heads.last();
  if (!last) return last.failure();
  if (*last) return (*last)->recorded_at;
  ledger::Time began;
  auto read = read_events(*core.chain, {0}, {1}, [&](const RecordedEvent& recorded) {
    began = recorded.event.event.position.recorded_at;
    return false;
  });
  if (!read) return read.failure();
  return began;
}

}  // namespace

StreamHeadsKeeper::StreamHeadsKeeper(StreamHeads& heads, LedgerCore& core, std::int64_t interval_us)
    : heads_(heads), core_(core), interval_us_(interval_us) {
  if (auto last = last_time(heads_, core_)) due_at_us_ = last->value + interval_us_;
  thread_ = std::thread([this] { run(); });
}

StreamHeadsKeeper::~StreamHeadsKeeper() { stop(); }

void StreamHeadsKeeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void StreamHeadsKeeper::appended() {
  if (core_.options.environment.clock->now().value < due_at_us_) return;
  {
    const std::lock_guard lock(mutex_);
    appended_ = true;
  }
  changed_.notify_all();
}

std::optional<ledger::Failure> StreamHeadsKeeper::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void StreamHeadsKeeper::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    // When nobody calls, a minute passes: events of an earlier process may wait for their record.
    changed_.wait_for(lock, between_looks, [&] { return appended_ || stopping_; });
    if (stopping_ && !appended_) return;
    appended_ = false;
    lock.unlock();
    look();
    lock.lock();
  }
}

void StreamHeadsKeeper::look() {
  if (core_.options.environment.clock->now().value < due_at_us_) return;
  const auto recorded = heads_.record();
  if (recorded) due_at_us_ = recorded->recorded_at.value + interval_us_;
  const std::lock_guard lock(mutex_);
  trouble_.reset();
  if (!recorded) trouble_ = recorded.failure();
}

}  // namespace shiji::engine
