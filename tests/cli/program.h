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
[[nodiscard]] std::string text_of_file(const std::filesystem::path& path);

}  // namespace shiji::cli_test
