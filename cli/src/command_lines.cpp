#include "command_lines.h"

#include "json_output.h"

namespace shiji::cli {
namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

ledger::Refusal names_another(const ledger::JsonCommand& command, std::uint64_t number, const std::string& actor) {
  return {ledger::RefusalCode::untrue_field, "line " + std::to_string(number) + " /actor", actor,
          command.text_of("actor")};
}

}  // namespace

ledger::Result<std::vector<CommandLine>> read_command_lines(std::string& text, const std::string& actor, bool only) {
  std::vector<CommandLine> lines;
  std::string filled;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (!is_blank(line)) {
      auto command = ledger::JsonCommand::parse(line, number + 1);
      if (!command) return command.failure();
      if (!actor.empty() && !command->gives("actor")) {
        command->fill("actor", actor);
        line.insert(line.find('{') + 1, "\"actor\":" + json_of(projections::Record(actor)) + ",");
      } else if (only && command->text_of("actor") != actor) {
        return names_another(*command, number + 1, actor);
      }
      lines.push_back({std::move(*command), number + 1});
    }
    filled += line + "\n";
  }
  text = std::move(filled);
  return lines;
}

}  // namespace shiji::cli
