#include "shiji/ledger/rules/decision_state.h"

namespace shiji::ledger {

std::optional<std::string> MemoryDecisionState::get(std::string_view key) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

void MemoryDecisionState::scan(std::string_view prefix,
                               const std::function<bool(std::string_view, std::string_view)>& visit) const {
  for (auto at = entries_.lower_bound(prefix); at != entries_.end(); ++at) {
    if (!std::string_view(at->first).starts_with(prefix) || !visit(at->first, at->second)) return;
  }
}

void MemoryDecisionState::put(std::string_view key, std::string_view value) {
  const auto found = entries_.find(key);
  if (found != entries_.end()) {
    found->second.assign(value);
    return;
  }
  entries_.emplace(key, value);
}

}  // namespace shiji::ledger
