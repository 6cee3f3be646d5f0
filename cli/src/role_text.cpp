#include "role_text.h"

namespace shiji::cli {

std::string role_text(const Context& context, ledger::Role role, std::string_view unit) {
  const auto& info = ledger::info_of(role);
  const std::string title(context.language == Language::zh ? info.zh : info.en);
  if (unit.empty()) return context.say(Message::role_everywhere, {title});
  const auto level = ledger::level_of(unit);
  const std::string name = level ? std::string(title_of_value(name_of(*level), context.language)) : std::string();
  return context.say(Message::role_in_unit, {title, name, unit});
}

std::string roles_text(const Context& context, const std::vector<ledger::HeldRole>& roles) {
  std::string out;
  for (const auto& held : roles) out.append(out.empty() ? "" : "; ").append(role_text(context, held.role, held.unit));
  return out;
}

}  // namespace shiji::cli
