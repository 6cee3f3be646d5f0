// RefusalLog: writes the log that shiji/engine/owner/refusal_log.h describes.
//
// What: opens its file at the first refusal, so that a ledger that never refused has none.
// Errors: none; what cannot be written is dropped. Threads: any thread; one lock.
#pragma once

#include "shiji/engine/owner/refusal_log.h"
#include "store/appended_file.h"

#include <memory>
#include <mutex>
#include <string>

namespace shiji::engine {

class RefusalLog {
 public:
  /// `bytes_max`: of both files together; 0: nothing is written.
  RefusalLog(std::string ledger_directory, std::shared_ptr<FileSystem> files, std::uint64_t bytes_max);
  RefusalLog(const RefusalLog&) = delete;
  RefusalLog& operator=(const RefusalLog&) = delete;

  void add(const ledger::LoggedRefusal& refusal);

 private:
  [[nodiscard]] ledger::Status open();
  [[nodiscard]] ledger::Status turn_over();

  std::string ledger_directory_;
  std::shared_ptr<FileSystem> files_;
  std::uint64_t file_bytes_max_;
  std::mutex mutex_;
  std::unique_ptr<AppendedFile> current_;  ///< null: not open
};

}  // namespace shiji::engine
