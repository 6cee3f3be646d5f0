// WriterProcess: the program that writes to a ledger, and is killed.
//
// What: `shiji_crash_writer` opens the ledger and appends until it is killed; a pipe brings one line for each
// acknowledgement. A program started anew, not a fork: RocksDB's background threads of the parent do not exist in one.
// Ownership: the destructor kills and reaps what still runs. Threads: one.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace shiji::tests {

inline constexpr int writer_pipe = 3;                                ///< where the writer writes its lines
inline constexpr const char* writer_ledger = "SHIJI_WRITER_LEDGER";  ///< environment: its directory
inline constexpr const char* writer_cycle = "SHIJI_WRITER_CYCLE";    ///< environment: its number

class WriterProcess {
 public:
  WriterProcess(const std::string& directory, std::uint64_t cycle);
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;
  ~WriterProcess();

  /// Reads until so many lines came, or the writer ended by itself.
  void read_lines(std::size_t count);
  void read_for(std::chrono::microseconds time);
  /// SIGKILL, reap, drain. Whether the kill was what ended it.
  [[nodiscard]] bool kill();
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  [[nodiscard]] const std::string& cut_line() const { return rest_; }

 private:
  /// False at the pipe's end.
  bool read_some();

  pid_t process_ = -1;
  int pipe_ = -1;
  std::string rest_;
  std::vector<std::string> lines_;
};

}  // namespace shiji::tests
