// The schemas at run time: what the JSON codec knows of tables, read once from the embedded binary schemas.
#pragma once

#include <flatbuffers/reflection_generated.h>

#include <deque>
#include <map>
#include <string_view>
#include <vector>

namespace shiji::ledger {

struct Shape;

struct EnumShape {
  std::vector<std::pair<std::string_view, std::int64_t>> values;
  [[nodiscard]] std::string_view name_of(std::int64_t value) const;  ///< empty when there is none
};

struct FieldShape {
  std::string_view name;
  reflection::BaseType base = reflection::None;     ///< of the field
  reflection::BaseType element = reflection::None;  ///< of a vector's elements
  const Shape* object = nullptr;                    ///< the struct or table, of the field or the elements
  const EnumShape* enumeration = nullptr;
  std::uint16_t offset = 0;
  std::uint32_t alignment = 4;  ///< of what stands in the table
  std::uint32_t force_align = 0;
  bool required = false;  ///< (required) or (must)
  bool nullable = false;  ///< absent and default differ
  bool is_time = false;
  bool is_date = false;
  bool is_hex = false;
  bool is_personal = false;
  bool at_end = false;  ///< a struct, in a vector of its own

  [[nodiscard]] bool is_vector() const { return base == reflection::Vector && !at_end; }
};

struct Shape {
  std::string_view name;
  bool is_struct = false;
  bool is_opaque = false;  ///< nothing but bytes
  std::uint32_t size = 0;
  std::uint32_t alignment = 1;
  std::vector<FieldShape> fields;           ///< by id
  std::vector<const FieldShape*> in_table;  ///< by falling alignment, as they are written
  std::vector<const FieldShape*> as_made;   ///< by id, those at the end first

  [[nodiscard]] const FieldShape* find(std::string_view field) const;
};

[[nodiscard]] bool is_scalar(reflection::BaseType type);
[[nodiscard]] std::uint32_t size_of(reflection::BaseType scalar);

/// The table or struct "shiji.<name>"; null when there is none. Built at the first call, thread-safe.
[[nodiscard]] const Shape* shape_of(std::string_view name);

}  // namespace shiji::ledger
