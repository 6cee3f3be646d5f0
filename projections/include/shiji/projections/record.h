// Record: what a read model answers, for people and for JSON alike.
//
// What: an ordered tree of text, integers, booleans, lists and named fields. Keys carry their unit.
// A `Sealed` leaf stays sealed until the command line opens it. Threads: immutable after building.
#pragma once

#include "shiji/ledger/ids.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shiji::projections {

struct SealedText {
  std::string type, field;  ///< event type and field it was sealed for
  ledger::Subject subject;
  std::uint32_t key_version = 0;
  ledger::Nonce nonce;
  ledger::Buffer ciphertext;
  bool operator==(const SealedText&) const = default;
};

class Record;
using List = std::vector<Record>;
using Fields = std::vector<std::pair<std::string, Record>>;

class Record {
 public:
  using Content = std::variant<bool, std::int64_t, std::string, SealedText, List, Fields>;
  Record() : content(Fields{}) {}
  Record(bool value) : content(value) {}
  Record(std::int64_t value) : content(value) {}
  Record(std::string value) : content(std::move(value)) {}
  Record(const char* value) : content(std::string(value)) {}
  Record(SealedText value) : content(std::move(value)) {}
  Record(List value) : content(std::move(value)) {}
  Record(Fields value) : content(std::move(value)) {}
  /// The field of that name, or nullptr.
  [[nodiscard]] const Record* find(std::string_view name) const;
  bool operator==(const Record&) const = default;

  Content content;
};

}  // namespace shiji::projections
