// Standard output and standard error, as bytes: buffered, and told apart from a reader who went away.
//
// What: `write` collects for standard output, `note` goes to standard error at once. A closed pipe or a full disk is
// remembered, never a signal (main ignores SIGPIPE); later writes do nothing.
// Threads: one thread at a time.
#pragma once

#include "shiji/ledger/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace shiji::cli {

class Output {
 public:
  void write(std::string_view text);
  void note(std::string_view text);
  /// False once standard output is gone: whoever streams stops.
  [[nodiscard]] bool open() const { return broken_ == 0; }
  /// Writes what is collected. Error io when anything could not be written.
  [[nodiscard]] ledger::Status flush();
  /// True when the reader closed the pipe, which is not worth a word.
  [[nodiscard]] bool reader_left() const;
  [[nodiscard]] bool error_is_terminal() const;

 private:
  std::string collected_;
  int broken_ = 0;  ///< errno of the first failed write
};

}  // namespace shiji::cli
