// Ground: what verification reads while nobody changes it: the ledger's directory under its LOCK, or, when somebody
// holds that, a store snapshot which he makes.
//
// Errors: not_a_ledger; already_open, naming the process, when for `wait` the holder did not answer on his socket;
// those of the snapshot. Ownership: the lock or the snapshot goes with it. Threads: one thread at a time.
#pragma once

#include "owner/store_snapshot.h"

#include <chrono>
#include <memory>
#include <string>

namespace shiji::engine {

struct Ground {
  std::string directory;
  std::unique_ptr<DirectoryLock> lock;  ///< absent where nothing can be written
  std::unique_ptr<HeldSnapshot> snapshot;
};

[[nodiscard]] ledger::Result<Ground> firm_ground(const std::string& directory, const Environment& environment,
                                                 std::chrono::milliseconds wait);

}  // namespace shiji::engine
