// Things of which the rules remember only how far they have come: one byte under "family/name".
#pragma once

#include "rules/state_codec.h"
#include "rules/state_keys.h"
#include "shiji/ledger/rules/decision_state.h"

#include <optional>

namespace shiji::ledger {

/// `family` ends with '/'. `S` is an enum of one byte.
template <typename S>
[[nodiscard]] std::optional<S> find_stage(const DecisionState& state, std::string_view family, std::string_view name) {
  const auto value = state.get(state_keys::StateKey({family, name}));
  if (!value) return std::nullopt;
  return static_cast<S>(StateReader(*value).number<std::uint8_t>());
}

template <typename S>
void put_stage(DecisionState& state, std::string_view family, std::string_view name, S stage) {
  static_assert(sizeof(S) == 1);
  state.put(state_keys::StateKey({family, name}), StateWriter().number(static_cast<std::uint8_t>(stage)).take());
}

}  // namespace shiji::ledger
