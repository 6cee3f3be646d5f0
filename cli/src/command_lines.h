// JSON lines as they will be sent: parsed, and with the actor filled in where somebody said who acts.
//
// Errors: refusals 1xx with line and JSON pointer, 309 where a line names another actor than --as. Threads: any thread.
#pragma once

#include "shiji/ledger/events/json.h"

#include <string>
#include <vector>

namespace shiji::cli {

struct CommandLine {
  ledger::JsonCommand command;
  std::uint64_t number;
};

/// Puts `actor` into every line that names none, in `text` too; an empty one fills nothing. `only`: a line that names
/// another is refused.
[[nodiscard]] ledger::Result<std::vector<CommandLine>> read_command_lines(std::string& text, const std::string& actor,
                                                                          bool only);

}  // namespace shiji::cli
