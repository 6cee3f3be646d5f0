// HeadSyncer: writes HEAD behind each commit, beside what the next one does.
//
// What: a thread that syncs the newest mark it was given, as soon as it has it. Whoever is told of a commit need not
// wait for its mark; the next commit begins its own sync when most of HEAD's is over, for two that begin together take
// the disk longer than two of which one is ahead. Guarantees: `wait_for(size)` returns once HEAD covers `size`, so an
// acknowledgement that waits for the commit before its own keeps HEAD at most one commit behind. Errors: a failed write
// is returned by every later `wait_for`. Threads: any thread.
#pragma once

#include "store/head_file.h"

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
  /// Once a checkpoint is stored, before it is handed out.
  void post_checkpoint(ledger::TreeSize size);
  [[nodiscard]] ledger::Status wait_for(ledger::TreeSize size, ledger::TreeSize checkpoint = {});

 private:
  void run();
  std::unique_ptr<HeadFile> file_;
  std::mutex mutex_;
  std::condition_variable posted_;   // the thread waits: a mark
  std::condition_variable written_;  // callers wait: a mark on disk
  HeadMark wanted_;
  HeadMark synced_;
  ledger::Status health_ = ledger::done();
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace shiji::engine
