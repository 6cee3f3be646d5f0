// Strict JSON as values: no comments, no trailing commas, no duplicate names, bounded depth, sound UTF-8.
//
// Numbers keep their text: what they may be is the schema's matter. Places are "line N /json/pointer".
#pragma once

#include "shiji/ledger/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger::json {

enum class Kind { null, boolean, number, text, array, object };

struct Member;

struct Value {
  Kind kind = Kind::null;
  bool truth = false;           ///< of a boolean
  std::string text;             ///< of a text; of a number as it was written
  std::vector<Value> items;     ///< of an array
  std::vector<Member> members;  ///< of an object, in the order given
  std::uint64_t line = 0;

  [[nodiscard]] const Value* find(std::string_view name) const;
};

struct Member {
  std::string name;
  Value value;
};

inline constexpr std::size_t depth_max = 32;

/// `first_line` is the number of the text's first line. Refuses not_json and repeated_field.
[[nodiscard]] Result<Value> parse(std::string_view text, std::uint64_t first_line);

[[nodiscard]] std::string place(std::uint64_t line, std::string_view pointer);
[[nodiscard]] std::string_view name_of(Kind kind);
/// `name` as a step of a JSON pointer, with its slash.
[[nodiscard]] std::string step(std::string_view name);
/// Adds `text` as a JSON string. `text` is plain text (text_check.h).
void append_text(std::string& out, std::string_view text);

}  // namespace shiji::ledger::json
