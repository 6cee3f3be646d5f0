// What the decision state remembers of the ledger itself.
#pragma once

#include "rules/state_codec.h"
#include "rules/state_keys.h"
#include "shiji/ledger/rules/decision_state.h"

namespace shiji::ledger {

struct LedgerRecord {
  Hash origin_digest;  ///< SHA-256(origin): what proofs of possession are bound to
  bool demo = false;
  bool demo_ended = false;
  std::string unit;  ///< of its owner; a role over it is one over the whole ledger
};

[[nodiscard]] inline std::optional<LedgerRecord> find_ledger(const DecisionState& state) {
  const auto value = state.get(state_keys::ledger);
  if (!value) return std::nullopt;
  StateReader reader(*value);
  LedgerRecord out;
  out.origin_digest = reader.fixed<Hash>();
  out.demo = reader.flag();
  out.demo_ended = reader.flag();
  out.unit = reader.text();
  return out;
}

inline void put_ledger(DecisionState& state, const LedgerRecord& record) {
  StateWriter writer;
  writer.bytes(record.origin_digest.span()).flag(record.demo).flag(record.demo_ended).text(record.unit);
  state.put(state_keys::ledger, writer.take());
}

}  // namespace shiji::ledger
