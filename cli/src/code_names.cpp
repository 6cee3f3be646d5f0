#include "code_names.h"

#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/json.h"

#include <optional>

namespace shiji::cli {

std::string CodeNames::name(const std::string& table, const std::string& code, Language language) const {
  auto known = tables_.find(table);
  if (known == tables_.end()) known = tables_.emplace(table, read(table)).first;
  const auto names = known->second.find(code);
  if (names == known->second.end()) return {};
  return language == Language::zh ? names->second.zh : names->second.en;
}

CodeNames::Table CodeNames::read(const std::string& table) const {
  std::optional<ledger::Hash> digest;  // of the table that was adopted last
  const auto adopted = owner_.read_stream("codes/" + table, ledger::Version{0}, [&](const auto& recorded) {
    if (recorded.event.type == ledger::EventType::control_CodeTableAdopted)
      digest = ledger::payload_of<ledger::control::CodeTableAdopted>(recorded.event).digest;
    return true;
  });
  if (!adopted || !digest) return {};
  std::string text;
  const auto stream = "document/" + ledger::to_hex(digest->span());
  const auto parts = owner_.read_stream(stream, ledger::Version{0}, [&](const auto& recorded) {
    if (recorded.event.type != ledger::EventType::control_DocumentPart) return true;
    const auto part = ledger::payload_of<ledger::control::DocumentPart>(recorded.event);
    text.append(part.bytes.begin(), part.bytes.end());
    return part.part + 1 < part.parts;
  });
  if (!parts) return {};
  const auto bytes = ledger::document_from_json("document.CodeTable", text);
  if (!bytes) return {};
  Table names;
  for (const auto& code : ledger::read_table<ledger::document::CodeTable>(*bytes).codes)
    names.emplace(std::string(code.code), Names{std::string(code.zh), std::string(code.en)});
  return names;
}

}  // namespace shiji::cli
