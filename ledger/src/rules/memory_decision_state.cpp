#include "shiji/ledger/rules/decision_state.h"

namespace shiji::ledger {

std::optional<std::string> MemoryDecisionState::get(std::string_view key) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

bool MemoryDecisionState::has(std::string_view key) const { return entries_.contains(key); }

void MemoryDecisionState::scan(std::string_view prefix, const Visitor& visit) const {
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

std::optional<MemberValue> MemoryDecisionState::get_member(std::string_view group, std::string_view member) const {
  const auto table = groups_.find(group);
  if (table == groups_.end()) return std::nullopt;
  const auto value = table->second.find(member);
  return value ? std::optional<MemberValue>(*value) : std::nullopt;
}

void MemoryDecisionState::each_member(std::string_view group, const Visitor& visit) const {
  if (const auto table = groups_.find(group); table != groups_.end()) table->second.each(visit);
}

void MemoryDecisionState::put_member(std::string_view group, std::string_view member, std::string_view value) {
  auto table = groups_.find(group);
  if (table == groups_.end()) table = groups_.emplace(group, MemberTable()).first;
  (void)table->second.put(member, value);
}

std::optional<std::string> MemoryDecisionState::stream_unit(std::string_view stream) const {
  const auto at = units_.find(stream);
  return at == units_.end() ? std::nullopt : std::optional(at->second);
}

void MemoryDecisionState::put_stream_unit(std::string_view stream, std::string_view unit) {
  units_.insert_or_assign(std::string(stream), unit);
}

}  // namespace shiji::ledger
