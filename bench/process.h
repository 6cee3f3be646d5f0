// What the system says of this process and of files, and this program run again as a process of its own.
//
// Ends the process with a message when anything fails.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace shiji::bench {

/// The largest resident size so far: VmHWM.
[[nodiscard]] double peak_memory_mib();
/// Of all threads, in user and system.
[[nodiscard]] double cpu_seconds();
[[nodiscard]] double thread_cpu_seconds();

/// Has the system forget what it cached of every file below `path`.
void drop_page_cache(const std::string& path);
/// Bytes of the files below `path` but for logs.
[[nodiscard]] std::uint64_t bytes_without_logs(const std::string& path);

/// This program with other arguments, its output read here. Waits for it in the end.
class Child {
 public:
  explicit Child(std::vector<std::string> arguments);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Up to the end of a line, or of the output.
  [[nodiscard]] std::string read_line() const;
  /// kill -9, and waits until it is gone.
  void kill();
  /// Waits until it ends well.
  void wait();

 private:
  pid_t id_ = 0;
  int output_ = -1;
};

/// Runs a child whose output is one line of JSON.
[[nodiscard]] nlohmann::ordered_json run_child(std::vector<std::string> arguments);

}  // namespace shiji::bench
