// HeadSyncer: writes HEAD beside the next commit instead of after each one.
//
// What: a thread that syncs the newest mark it was given: when `begin` says that a commit is being synced, which the
// disk does for both in little more than the time of one, when somebody waits for it, and else 100 ms after it was
// posted. Guarantees: `wait_for(size)` returns once HEAD covers `size`, so an acknowledgement that waits for the commit
// before its own keeps HEAD at most one commit behind. Errors: a failed write is returned by every later `wait_for`.
// Threads: any thread.
#pragma once

#include "store/head_file.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace shiji::engine {

class HeadSyncer {
 public:
  HeadSyncer(std::unique_ptr<HeadFile> file, HeadMark synced);
  ~HeadSyncer();
  void post_head(ledger::TreeSize size, const ledger::Hash& leaf_hash);
  /// What was posted is synced now.
  void begin();
  /// Once a checkpoint is stored, before it is handed out.
  void post_checkpoint(ledger::TreeSize size);
  [[nodiscard]] ledger::Status wait_for(ledger::TreeSize size, ledger::TreeSize checkpoint = {});

 private:
  void run();
  std::unique_ptr<HeadFile> file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  HeadMark wanted_;
  HeadMark synced_;
  ledger::Status health_ = ledger::done();
  bool hurried_ = false;
  std::chrono::steady_clock::time_point due_;  ///< of what was posted and is not synced
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace shiji::engine
