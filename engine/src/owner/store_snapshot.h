// Store snapshots: the chain, the index and HEAD of an open ledger as they stood at one moment, in a directory below
// the ledger's that reads like a ledger's: for whoever reads everything while events keep coming.
//
// What: hard links to files that never change, copies of the little that does; taken in an order in which nothing names
// what the snapshot does not hold. Whoever reads one holds its LOCK and removes it afterwards; what nobody holds any
// more is removed when the ledger is opened next.
// Errors: io, disk_full, read_only. Threads: any thread. Cost: a flush of the index, a copy of the newest log.
#pragma once

#include "owner/ledger_core.h"

#include <memory>
#include <string>

namespace shiji::engine {

/// Makes one; its directory.
[[nodiscard]] ledger::Result<std::string> make_store_snapshot(const LedgerCore& core);
/// Removes those whose readers are gone. The caller holds the ledger's LOCK.
[[nodiscard]] ledger::Status remove_left_snapshots(const std::string& directory, const Environment& environment);

/// A snapshot as its reader holds it; removed when this goes.
class HeldSnapshot {
 public:
  [[nodiscard]] static ledger::Result<std::unique_ptr<HeldSnapshot>> hold(std::string directory,
                                                                          const Environment& environment);
  HeldSnapshot(const HeldSnapshot&) = delete;
  HeldSnapshot& operator=(const HeldSnapshot&) = delete;
  ~HeldSnapshot();
  [[nodiscard]] const std::string& directory() const { return directory_; }

 private:
  HeldSnapshot(std::string directory, Environment environment, std::unique_ptr<DirectoryLock> lock)
      : directory_(std::move(directory)), environment_(std::move(environment)), lock_(std::move(lock)) {}
  std::string directory_;
  Environment environment_;
  std::unique_ptr<DirectoryLock> lock_;
};

}  // namespace shiji::engine
