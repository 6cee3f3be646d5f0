// Text as a document of each kind; what was understood as a rule set can be put into force.
#include "fuzzing.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/rules/rule_set.h"

#include <array>

using namespace shiji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array tables{"document.RuleSet", "document.Calendar", "document.CodeTable"};
  for (const auto* table : tables) {
    const auto bytes = ledger::document_from_json(table, fuzz::text_of(data, size));
    if (!bytes) continue;
    const auto again = ledger::document_from_json(table, fuzz::text_of(data, size));
    fuzz::must(again.ok() && *again == *bytes, "a text is always the same document");
  }
  static_cast<void>(ledger::parse_rule_set(fuzz::text_of(data, size)));
  return 0;
}
