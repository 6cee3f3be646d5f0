// An event as one JSON object, and the comparison of a line with a recorded event.
#pragma once

#include "events/json_table.h"

namespace shiji::ledger {

/// The envelope with Position flattened, `leaf_hash` after it unless null, and the payload by its type.
[[nodiscard]] Status append_event_json(std::string& out, const DecodedEvent& event, const Hash* leaf_hash,
                                       const JsonWriting& writing);

/// Compares given values with recorded ones; a plaintext is compared with what the sealed value opens to.
struct JsonComparison {
  EventType type;
  const JsonCommand::Opener& opener;
  std::string place;  ///< of the first difference

  [[nodiscard]] Result<bool> same(const json::Value& given, const json::Value& recorded, const JsonPlace& at);

 private:
  Result<bool> same_members(const json::Value& given, const json::Value& recorded, const JsonPlace& at);
  Result<bool> same_items(const json::Value& given, const json::Value& recorded, const JsonPlace& at);
  Result<bool> same_plaintext(const json::Value& given, const json::Value& sealed, const JsonPlace& at);
  bool differs(const JsonPlace& at);
};

}  // namespace shiji::ledger
