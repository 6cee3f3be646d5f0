// One JSON value as one scalar or fixed bytes of the schema, and back.
#pragma once

#include "events/json_value.h"
#include "events/shapes.h"
#include "shiji/ledger/ids.h"

#include <optional>

namespace shiji::ledger {

/// Where in the input a value stands, for refusals.
struct JsonPlace {
  std::uint64_t line = 0;
  std::string pointer;
  [[nodiscard]] JsonPlace at(std::string_view name) const { return {line, pointer + json::step(name)}; }
  [[nodiscard]] JsonPlace at(std::size_t index) const { return at(std::to_string(index)); }
  [[nodiscard]] Refusal refuse(RefusalCode code, std::string expected = {}, std::string actual = {}) const;
  /// wrong_type, telling what was found.
  [[nodiscard]] Refusal refuse_kind(std::string expected, const json::Value& found) const;
};

/// The scalar's bits, sign-extended to 64. Refuses wrong_type and out_of_range.
[[nodiscard]] Result<std::uint64_t> scalar_bits(const FieldShape& field, reflection::BaseType type,
                                                const json::Value& value, const JsonPlace& place);
/// Lower-case hexadecimal; exactly `size` bytes unless that is 0.
[[nodiscard]] Result<Buffer> hex_bytes(const json::Value& value, std::size_t size, const JsonPlace& place);
/// Appends the struct's bytes to `out`.
[[nodiscard]] Status append_struct(Buffer& out, const Shape& shape, const json::Value& value, const JsonPlace& place);

/// Writes the scalar at `at` as JSON.
void append_scalar_json(std::string& out, const FieldShape& field, reflection::BaseType type, const std::uint8_t* at);
void append_struct_json(std::string& out, const Shape& shape, const std::uint8_t* at);

}  // namespace shiji::ledger
