#include "rules/ledger_key_records.h"

#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {

std::vector<LedgerKey> ledger_keys(const DecisionState& state) {
  std::vector<LedgerKey> out;
  const auto value = state.get(state_keys::ledger_keys);
  if (!value) return out;
  StateReader reader(*value);
  while (!reader.at_end()) {
    const std::string_view name = reader.text();
    LedgerKey one{verifier_key(name, reader.fixed<PublicKey>()), {}, false, {}};
    one.since = {reader.number<std::uint64_t>()};
    one.retired = reader.flag();
    one.retired_at = {reader.number<std::uint64_t>()};
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<VerifierKey> signing_ledger_keys(const DecisionState& state) {
  std::vector<VerifierKey> out;
  for (auto& one : ledger_keys(state)) {
    if (!one.retired) out.push_back(std::move(one.key));
  }
  return out;
}

void put_ledger_keys(DecisionState& state, const std::vector<LedgerKey>& keys) {
  StateWriter writer;
  for (const auto& one : keys) {
    writer.text(one.key.name).bytes(one.key.key.span()).number(one.since.value);
    writer.flag(one.retired).number(one.retired_at.value);
  }
  state.put(state_keys::ledger_keys, writer.take());
}

void add_ledger_key(DecisionState& state, std::string_view verifier_key, Sequence since) {
  auto parsed = parse_verifier_key(verifier_key);
  if (!parsed) return;
  auto keys = ledger_keys(state);
  keys.push_back({std::move(*parsed), since, false, {}});
  put_ledger_keys(state, keys);
}

}  // namespace shiji::ledger
