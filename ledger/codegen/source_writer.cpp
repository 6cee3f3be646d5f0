// payloads.cpp: the frame, names, and what must hold between flatc's structs and ours.
#include "writers.h"

namespace shiji::codegen {
namespace {

void write_layout_checks(std::ostream& out, const Model& model) {
  for (const auto* object : model.ordered) {
    if (!object->is_struct) continue;
    const auto name = plain_name(object->name);
    out << "static_assert(same_layout<" << name << ", " << flatc_name(*object) << ">);\n";
    for (const auto& field : object->fields) {
      out << "static_assert(offsetof(" << name << ", " << field.name << ") == " << field.offset << ");\n";
    }
  }
  out << "\n";
}

void write_enum_names(std::ostream& out, const Enum& value) {
  const auto type = plain_name(value.name);
  const auto area = area_of(value.name);
  out << "std::string_view " << (area.empty() ? "" : area + "::") << "name_of(" << type << " value) {\n"
      << "  switch (value) {\n";
  for (const auto& [name, number] : value.values) {
    out << "    case " << type << "::" << value_name(name) << ": return \"" << name << "\";\n";
  }
  out << "  }\n  return {};\n}\n\n";
}

void write_payload_switch(std::ostream& out, const Model& model) {
  out << "std::optional<TableFault> fault_of_payload(EventType type, Bytes bytes) {\n  switch (type) {\n"
      << "    case EventType::unknown: break;\n";
  for (const auto* event : model.events) {
    out << "    case " << plain_name(event->name) << "::type: return fault_of_table<" << plain_name(event->name)
        << ">(bytes);\n";
  }
  out << "  }\n  SHIJI_ASSERT(false, \"a payload is checked by a type that is known\");\n  return std::nullopt;\n}\n\n";
}

void write_public_functions(std::ostream& out, const Model& model) {
  for (const auto* object : model.ordered) {
    if (object->is_struct) continue;
    const auto name = plain_name(object->name);
    const auto flatc = flatc_name(*object);
    out << "template <>\n"
        << name << " read_table<" << name << ">(Bytes bytes) {\n  return read(*root<" << flatc << ">(bytes));\n}\n\n";
    out << "template <>\nstd::optional<TableFault> fault_of_table<" << name << ">(Bytes bytes) {\n"
        << "  if (!is_well_formed<" << flatc << ">(bytes)) return TableFault{RefusalCode::not_an_event, {}};\n"
        << "  return check(*root<" << flatc << ">(bytes));\n}\n\n";
    out << "Buffer write_table(const " << name << "& table) {\n  flatbuffers::FlatBufferBuilder builder(512);\n"
        << "  builder.Finish(build(builder, table));\n  return taken(builder);\n}\n\n";
  }
}

}  // namespace

std::string flatc_name(const Object& object) { return "fb::" + plain_name(object.name); }

void write_names(std::ostream& out, const Model& model) {
  for (const auto& [name, value] : model.enums) write_enum_names(out, value);
  out << "namespace {\nconstexpr std::array<EventTypeInfo, event_type_count + 1> type_infos = {{\n    {},\n";
  for (const auto* event : model.events) {
    const auto written_by = [&](const char* writer) {
      const auto found = event->attributes.find("written_by");
      return found != event->attributes.end() && found->second == writer ? "true" : "false";
    };
    out << "    {\"" << event_name(event->name) << "\", \"" << event->attributes.at("stream") << "\", "
        << written_by("ledger") << ", " << written_by("owner") << ", \"" << area_of(event->name) << "\"},\n";
  }
  out << R"(}};
}  // namespace

const EventTypeInfo& info_of(EventType type) { return type_infos.at(static_cast<std::size_t>(type)); }
std::string_view name_of(EventType type) { return info_of(type).name; }

EventType event_type_of(std::string_view name) {
  static const std::unordered_map<std::string_view, EventType> types = [] {
    std::unordered_map<std::string_view, EventType> out;
    for (std::size_t i = 1; i < type_infos.size(); ++i) out.emplace(type_infos[i].name, static_cast<EventType>(i));
    return out;
  }();
  const auto it = types.find(name);
  return it == types.end() ? EventType::unknown : it->second;
}

)";
}

void write_source(std::ostream& out, const Model& model) {
  out << R"(// Generated from the schemas by ledger/codegen.
#include "shiji/ledger/events/payloads.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>

#include "events/form_marks.h"
#include "events/table_access.h"
)";
  for (const auto& file : model.files) out << "#include \"" << file << "_generated.h\"\n";
  out << "\nnamespace shiji::ledger {\nnamespace fb = ::shiji;\n\n";
  write_layout_checks(out, model);
  write_names(out, model);
  out << "namespace {\n\n";
  write_readers(out, model);
  write_checks(out, model);
  write_builders(out, model);
  write_marks(out, model);
  out << "}  // namespace\n\n";
  write_public_functions(out, model);
  write_payload_switch(out, model);
  write_mark_functions(out, model);
  out << "}  // namespace shiji::ledger\n";
}

}  // namespace shiji::codegen
