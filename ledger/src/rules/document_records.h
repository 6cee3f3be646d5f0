// Documents in the decision state: parts as they come, and whether the whole is there.
#pragma once

#include "rules/state_codec.h"
#include "shiji/ledger/rules/decision_state.h"

namespace shiji::ledger {

struct DocumentRecord {
  std::uint32_t parts = 0;
  std::uint32_t present = 0;  ///< they come in order, so these are parts 0 to present - 1
  [[nodiscard]] bool complete() const { return present == parts; }
};
[[nodiscard]] std::optional<DocumentRecord> find_document(const DecisionState& state, const Hash& digest);
void put_document(DecisionState& state, const Hash& digest, const DocumentRecord& record);
void put_document_part(DecisionState& state, const Hash& digest, std::uint32_t part, Bytes bytes);
/// The parts that are there, joined.
[[nodiscard]] std::string document_text(const DecisionState& state, const Hash& digest, const DocumentRecord& record);

}  // namespace shiji::ledger
