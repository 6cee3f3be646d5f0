#include "rules/document_records.h"

#include "rules/state_keys.h"

namespace shiji::ledger {

std::optional<DocumentRecord> find_document(const DecisionState& state, const Hash& digest) {
  const auto value = state.get(state_keys::document(digest));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  DocumentRecord out;
  out.parts = reader.number<std::uint32_t>();
  out.present = reader.number<std::uint32_t>();
  return out;
}

void put_document(DecisionState& state, const Hash& digest, const DocumentRecord& record) {
  state.put(state_keys::document(digest), StateWriter().number(record.parts).number(record.present).take());
}

void put_document_part(DecisionState& state, const Hash& digest, std::uint32_t part, Bytes bytes) {
  state.put(state_keys::document_part(digest, part), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string document_text(const DecisionState& state, const Hash& digest, const DocumentRecord& record) {
  std::string out;
  for (std::uint32_t part = 0; part < record.present; ++part) {
    const auto bytes = state.get(state_keys::document_part(digest, part));
    SHIJI_ASSERT(bytes.has_value(), "a part that is counted is there");
    out += *bytes;
  }
  return out;
}

}  // namespace shiji::ledger
