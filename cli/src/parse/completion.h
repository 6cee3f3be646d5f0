// Shell completions, written from the same table of verbs and options that parses them.
//
// What: `completion_script` gives a script for bash, zsh or fish: verbs, verbs within verbs, options. Files are
// completed by the shell itself. Threads: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace shiji::cli {

/// nullopt: no such shell.
[[nodiscard]] std::optional<std::string> completion_script(const CLI::App& root, std::string_view shell);

}  // namespace shiji::cli
