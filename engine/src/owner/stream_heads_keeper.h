// StreamHeadsKeeper: records stream heads by itself, at most once an interval and only behind new events.
//
// What: a thread that looks when something was appended, every minute, and once more before it ends. Guarantees: a
// ledger that is only read for less than a minute is not written to. Errors: kept for `trouble`, tried again at the
// next look. Ownership: uses the StreamHeads; destroyed before it. Threads: any thread.
#pragma once

#include "owner/stream_heads.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace shiji::engine {

class StreamHeadsKeeper {
 public:
  StreamHeadsKeeper(StreamHeads& heads, LedgerCore& core, std::int64_t interval_us);
  ~StreamHeadsKeeper();
  StreamHeadsKeeper(const StreamHeadsKeeper&) = delete;
  StreamHeadsKeeper& operator=(const StreamHeadsKeeper&) = delete;

  /// Ends the thread; later calls of `appended` do nothing.
  void stop();
  /// Something was committed.
  void appended();
  [[nodiscard]] std::optional<ledger::Failure> trouble() const;

 private:
  void run();
  void look();

  StreamHeads& heads_;
  LedgerCore& core_;
  std::int64_t interval_us_;
  std::atomic<std::int64_t> due_at_us_ = 0;  // by the clock; read by every append
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool appended_ = false;
  bool stopping_ = false;
  std::optional<ledger::Failure> trouble_;
  std::thread thread_;
};

}  // namespace shiji::engine
