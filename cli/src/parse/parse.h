// The command line as it was typed, made into arguments. The only code that sees the option parser is in this folder.
//
// Errors: usage with the option as place. Threads: one thread.
#pragma once

#include "arguments.h"
#include "shiji/ledger/result.h"

#include <string>

namespace shiji::cli {

/// Help or the version was asked for: print `text`, exit 0.
struct TextAnswer {
  std::string text;
};
using Parsed = std::variant<Arguments, TextAnswer>;

/// Global options, wherever they stand: read first, because an error must already be said in the right form and
/// language.
[[nodiscard]] GlobalArguments find_global_arguments(int count, const char* const* words);
[[nodiscard]] ledger::Result<Parsed> parse_command_line(int count, const char* const* words, Language language);

}  // namespace shiji::cli
