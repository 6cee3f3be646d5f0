#include "sealed_fields.h"

namespace shiji::cli {

using projections::Fields;
using projections::List;
using projections::Record;
using projections::SealedText;

Record opened(const engine::Owner& owner, Record record) {
  if (auto* list = std::get_if<List>(&record.content)) {
    for (Record& item : *list) item = opened(owner, std::move(item));
  } else if (auto* fields = std::get_if<Fields>(&record.content)) {
    for (auto& [key, value] : *fields) value = opened(owner, std::move(value));
  } else if (const auto* sealed = std::get_if<SealedText>(&record.content)) {
    ledger::Sealed stored;
    stored.subject = sealed->subject;
    stored.key_version = sealed->key_version;
    stored.nonce = sealed->nonce;
    stored.ciphertext = sealed->ciphertext;
    auto text = owner.open_sealed(ledger::event_type_of(sealed->type), sealed->field, stored);
    if (text) record = Record(std::move(*text));
  }
  return record;
}

bool is_sealed(const Record& record, std::string_view name) {
  const Record* field = record.find(name);
  return field != nullptr && std::holds_alternative<SealedText>(field->content);
}

}  // namespace shiji::cli
