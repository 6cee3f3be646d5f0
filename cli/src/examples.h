// Examples of every verb, in both languages, from one table (examples.def). Threads: immutable.
#pragma once

#include "language.h"

#include <span>
#include <string>
#include <string_view>

namespace shiji::cli {

struct Example {
  std::string_view verb;  ///< "log verify"; empty: of the whole program
  std::string_view line;  ///< as it is typed
  std::string_view en, zh;
};
[[nodiscard]] std::span<const Example> all_examples();

/// What stands below the options in a verb's help; empty when there is none.
[[nodiscard]] std::string examples_text(std::string_view verb, Language language);

}  // namespace shiji::cli
