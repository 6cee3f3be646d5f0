// AppendedFile: a file of lines that only grows, for a log nothing depends on.
//
// What: every line goes to the operating system at once and whole; a line that was torn before is closed off first.
// Durability: a process crash loses nothing that `append` answered, a machine crash what was not written back: nothing
// is synced. Errors: disk_full, read_only, io; after one the file is to be opened again. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rocksdb {
class FSWritableFile;
}

namespace shiji::engine {

class FileSystem;

class AppendedFile {
 public:
  /// Made when it is absent.
  [[nodiscard]] static ledger::Result<std::unique_ptr<AppendedFile>> open(FileSystem& files, const std::string& path);
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;
  ~AppendedFile();

  /// `line` has no line end in it; one is added.
  [[nodiscard]] ledger::Status append(std::string_view line);
  /// The end of a torn line is counted.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  AppendedFile(std::string path, std::unique_ptr<rocksdb::FSWritableFile> file, std::uint64_t bytes, bool torn);
  std::string path_;
  std::unique_ptr<rocksdb::FSWritableFile> file_;
  std::uint64_t bytes_;
  bool torn_;  ///< does not end with a line end
};

}  // namespace shiji::engine
