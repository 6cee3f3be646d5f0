// DirectoryLock: one process holds a ledger directory open for writing.
//
// Errors: already_open (`detail` names the process), read_only, io. Ownership: released on destruction. Threads: one
// thread at a time.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"

#include <memory>
#include <string>

namespace shiji::engine {

class DirectoryLock {
 public:
  [[nodiscard]] static ledger::Result<std::unique_ptr<DirectoryLock>> take(const std::string& directory,
                                                                           const Environment& environment);
  virtual ~DirectoryLock() = default;
};

}  // namespace shiji::engine
