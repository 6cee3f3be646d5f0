// What every command is given: where to write, in which language and form, and which ledger.
#pragma once

#include "messages.h"
#include "output.h"
#include "shiji/engine/environment.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace shiji::cli {

struct Context {
  Output& out;
  Language language = Language::en;
  bool json = false;
  bool quiet = false;
  std::string directory;  ///< of the ledger
  engine::Environment environment;
  bool language_asked = false;  ///< by --lang, not by the environment

  [[nodiscard]] std::string say(Message message, std::initializer_list<std::string_view> arguments = {}) const {
    return cli::say(message, language, arguments);
  }
  [[nodiscard]] std::string title(std::string_view key) const { return std::string(title_of_field(key, language)); }
  /// A sentence for people on standard output, a line of its own.
  void line(std::string_view text) const {
    out.write(text);
    out.write("\n");
  }
  /// A remark on standard error; nothing with --quiet.
  void remark(std::string_view text) const {
    if (!quiet) out.note(std::string(text) + "\n");
  }
};

/// Exit status of a verb that could do its work (2 is "could not", which is a Failure).
enum class Verdict { well = 0, wrong = 1 };

}  // namespace shiji::cli
