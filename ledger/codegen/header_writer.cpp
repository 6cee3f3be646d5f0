// payloads.h: plain structs, nothing foreign.
#include "writers.h"

namespace shiji::codegen {
namespace {

void write_comments(std::ostream& out, const std::vector<std::string>& comments, const char* indent) {
  for (const auto& line : comments) out << indent << "///" << line << "\n";
}

void open_namespace(std::ostream& out, const std::string& area) {
  out << "namespace shiji::ledger" << (area.empty() ? "" : "::" + area) << " {\n\n";
}

void close_namespace(std::ostream& out) { out << "}\n\n"; }

void write_event_types(std::ostream& out, const Model& model) {
  open_namespace(out, "");
  out << "/// Numbers are of this build only; what is stored is the name.\nenum class EventType : std::uint16_t {\n"
      << "  unknown = 0,\n";
  for (const auto* event : model.events) out << "  " << area_of(event->name) << "_" << last_name(event->name) << ",\n";
  out << "};\n\n"
      << "inline constexpr std::size_t event_type_count = " << model.events.size() << ";  ///< without unknown\n\n"
      << R"(struct EventTypeInfo {
  std::string_view name;           ///< "training.SessionSignedIn"
  std::string_view stream_family;  ///< "session": streams of this type are "session/..."
  bool written_by_ledger;          ///< only rules add it
  bool written_by_owner;           ///< only the process that holds the ledger writes it
  std::string_view area;           ///< "training"
};
/// Of EventType::unknown: all empty.
[[nodiscard]] const EventTypeInfo& info_of(EventType type);
[[nodiscard]] std::string_view name_of(EventType type);
[[nodiscard]] EventType event_type_of(std::string_view name);  ///< unknown when there is none

/// Why bytes are not a sound table. `field` is a JSON pointer into it, empty for the whole.
struct TableFault {
  RefusalCode code;
  std::string field;
};

)";
  close_namespace(out);
}

void write_list(std::ostream& out, const Model& model) {
  out << "/// X(area, name) for every event type.\n#define SHIJI_EVENT_TYPES(X)";
  for (const auto* event : model.events) {
    out << " \\\n  X(" << area_of(event->name) << ", " << last_name(event->name) << ")";
  }
  out << "\n\n";
}

void write_enum(std::ostream& out, const Enum& value) {
  open_namespace(out, area_of(value.name));
  write_comments(out, value.comments, "");
  out << "enum class " << last_name(value.name) << " : " << value.base << " {\n";
  for (const auto& [name, number] : value.values) out << "  " << value_name(name) << " = " << number << ",\n";
  out << "};\n[[nodiscard]] std::string_view name_of(" << last_name(value.name)
      << " value);  ///< empty when it has no name\n\n";
  close_namespace(out);
}

void write_object(std::ostream& out, const Object& object) {
  open_namespace(out, area_of(object.name));
  write_comments(out, object.comments, "");
  const auto name = last_name(object.name);
  out << "struct " << name << " {\n";
  if (object.is_event()) {
    out << "  static constexpr EventType type = EventType::" << area_of(object.name) << "_" << name << ";\n\n";
  }
  for (const auto& field : object.fields) {
    write_comments(out, field.comments, "  ");
    out << "  " << member_type(object, field) << " " << field.name << "{};\n";
  }
  if (object.is_struct) out << "\n  bool operator==(const " << name << "&) const = default;\n";
  out << "};\n\n";
  close_namespace(out);
}

void write_functions(std::ostream& out, const Model& model) {
  open_namespace(out, "");
  out << R"(/// Reads a table out of verified bytes that are 8-aligned and outlive it.
template <typename T>
[[nodiscard]] T read_table(Bytes bytes) = delete;

/// Why `bytes` (8-aligned) are not a T; nothing when they are.
template <typename T>
[[nodiscard]] std::optional<TableFault> fault_of_table(Bytes bytes) = delete;

)";
  for (const auto* object : model.ordered) {
    if (object->is_struct) continue;
    const auto name = plain_name(object->name);
    out << "template <>\n" << name << " read_table<" << name << ">(Bytes bytes);\n";
    out << "template <>\nstd::optional<TableFault> fault_of_table<" << name << ">(Bytes bytes);\n";
    out << "[[nodiscard]] Buffer write_table(const " << name << "& table);\n\n";
  }
  out << R"(template <typename T>
[[nodiscard]] bool verify_table(Bytes bytes) {
  return !fault_of_table<T>(bytes).has_value();
}

/// As fault_of_table, by type; aborts on EventType::unknown.
[[nodiscard]] std::optional<TableFault> fault_of_payload(EventType type, Bytes bytes);

/// Aborts when T is not the table of `type`.
template <typename T>
[[nodiscard]] T read_payload(EventType type, Bytes bytes) {
  SHIJI_ASSERT(type == T::type, "a payload is read as the type it is");
  return read_table<T>(bytes);
}

template <typename T>
[[nodiscard]] Buffer write_payload(const T& payload) {
  static_assert(T::type != EventType::unknown);
  return write_table(payload);
}

)";
  close_namespace(out);
}

}  // namespace

bool is_optional_member(const Object& object, const Field& field) {
  if (object.is_struct) return false;
  switch (field.kind) {
    case Kind::scalar:
    case Kind::enumeration:
      return field.optional;
    case Kind::fixed:
    case Kind::fixed_at_end:
    case Kind::table:
    case Kind::text:
      return !field.required;
    default:
      return false;
  }
}

std::string member_type(const Object& object, const Field& field) {
  switch (field.kind) {
    case Kind::bytes:
      return "Bytes";
    case Kind::vector_scalar:
    case Kind::vector_fixed:
      return "std::span<const " + field.type + ">";
    case Kind::vector_text:
    case Kind::vector_table:
      return "std::vector<" + field.type + ">";
    default:
      return is_optional_member(object, field) ? "std::optional<" + field.type + ">" : field.type;
  }
}

void write_header(std::ostream& out, const Model& model) {
  out << R"(// Generated from the schemas by ledger/codegen. How tables become structs: shiji/ledger/events/event.h.
// Names are the schemas'. NOLINTBEGIN
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shiji/ledger/contract.h"
#include "shiji/ledger/ids.h"
#include "shiji/ledger/refusal_codes.h"

)";
  write_event_types(out, model);
  write_list(out, model);
  for (const auto& [name, value] : model.enums) write_enum(out, value);
  for (const auto* object : model.ordered) {
    if (!object->is_opaque) write_object(out, *object);
  }
  write_functions(out, model);
  out << "// NOLINTEND\n";
}

}  // namespace shiji::codegen
