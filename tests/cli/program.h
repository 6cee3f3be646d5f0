// The built program, run as people run it: words in, exit status and text out. A directory of its own for each test.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace shiji::cli_test {

struct Outcome {
  int status = -1;  ///< exit status; 1000 + signal when it did not exit
  std::string out, err;
};

using Settings = std::vector<std::pair<std::string, std::string>>;

/// A directory that goes away with the test.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string path(const std::string& name) const { return (directory_ / name).string(); }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  /// Writes a file and returns its path.
  std::string file(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path directory_;
};

/// Runs `words[0]` in `scratch` with `input` on standard input and only PATH, HOME and `settings` in the environment.
[[nodiscard]] Outcome run_program(const Scratch& scratch, const std::vector<std::string>& words,
                                  const std::string& input = "", const Settings& settings = {});
/// A program that goes on beside the test, as in another terminal. Ended when the test is over.
class RunningProgram {
 public:
  RunningProgram(const Scratch& scratch, const std::string& name, std::vector<std::string> words,
                 const Settings& settings = {});
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  /// The next line of standard output, without its end; waits for it. The test fails when there is none.
  [[nodiscard]] std::string line();
  void signal(int number) const;
  /// Waits for the end; `out` is what was not read by `line`.
  [[nodiscard]] Outcome wait();
  [[nodiscard]] int process() const { return process_; }

 private:
  std::string error_file_;
  int process_ = -1;
  int output_ = -1;
  std::string unread_;
};

[[nodiscard]] std::string text_of_file(const std::filesystem::path& path);

}  // namespace shiji::cli_test
