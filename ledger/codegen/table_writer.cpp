// payloads.cpp: for each table a reader, a check and a builder.
#include "writers.h"

#include <algorithm>

namespace shiji::codegen {
namespace {

/// A scalar as its plain type.
std::string converted(const Field& field, const std::string& value) {
  if (field.kind == Kind::enumeration) return "static_cast<" + field.type + ">(" + value + ")";
  const bool strong = field.type.rfind("std::", 0) != 0 && field.type != "bool";
  return strong ? field.type + "{" + value + "}" : value;
}

/// What `out.<field>` becomes from `v`, a pointer flatc's accessor gave (never null).
std::string from_pointer(const Field& field) {
  switch (field.kind) {
    case Kind::fixed:
      return "std::bit_cast<" + field.type + ">(*v)";
    case Kind::fixed_at_end:
      return "std::bit_cast<" + field.type + ">(*v->Get(0))";
    case Kind::table:
      return "read(*v)";
    case Kind::text:
      return "text(*v)";
    case Kind::bytes:
      return "bytes(*v)";
    case Kind::vector_scalar:
    case Kind::vector_fixed:
      return "elements<" + field.type + ">(*v)";
    case Kind::vector_text:
      return "texts(*v)";
    default:
      return "tables<" + field.type + ">(*v, [](const auto& element) { return read(element); })";
  }
}

void write_read_line(std::ostream& out, const Field& field) {
  if (field.kind == Kind::scalar || field.kind == Kind::enumeration) {
    if (field.optional) {
      out << "  if (const auto v = table." << field.name << "()) out." << field.name << " = " << converted(field, "*v")
          << ";\n";
    } else {
      out << "  out." << field.name << " = "
          << converted(field, (field.must ? "*table." : "table.") + field.name + "()") << ";\n";
    }
    return;
  }
  out << "  if (const auto* v = table." << field.name << "()) out." << field.name << " = " << from_pointer(field)
      << ";\n";
}

/// What must hold of a value of this field, as a condition that is true when it does not; empty when anything goes.
std::string value_fault(const Field& field, const std::string& value) {
  if (field.kind == Kind::enumeration) return "name_of(" + value + ").empty()";
  return field.type == "Time" || field.type == "Date" ? "!is_writable(" + value + ")" : "";
}

bool has_checked_values(const Object& object) {
  return std::any_of(object.fields.begin(), object.fields.end(),
                     [](const Field& field) { return !value_fault(field, "v").empty(); });
}

void write_scalar_check(std::ostream& out, const Field& field) {
  if (field.must) {
    out << "  if (!table." << field.name << "()) return TableFault{RefusalCode::missing_field, \"/" << field.name
        << "\"};\n";
  }
  const bool wrapped = field.must || field.optional;
  const auto fault = value_fault(field, converted(field, (wrapped ? "*table." : "table.") + field.name + "()"));
  if (fault.empty()) return;
  out << "  if (" << (wrapped ? "table." + field.name + "() && " : "") << fault << ") {\n"
      << "    return TableFault{RefusalCode::out_of_range, \"/" << field.name << "\"};\n  }\n";
}

void write_fault_line(std::ostream& out, const Field& field, const std::string& condition, const char* code) {
  out << "  if (const auto* v = table." << field.name << "(); v != nullptr && " << condition << ") {\n"
      << "    return TableFault{RefusalCode::" << code << ", \"/" << field.name << "\"};\n  }\n";
}

void write_table_check(std::ostream& out, const Field& field) {
  const bool vector = field.kind == Kind::vector_table;
  out << "  if (const auto* v = table." << field.name << "()) {\n    if (auto fault = "
      << (vector ? "check_tables(*v, [](const auto& element) { return check(element); })" : "check(*v)")
      << ") return inside(\"/" << field.name << "\", std::move(*fault));\n  }\n";
}

void write_check_line(std::ostream& out, const Model& model, const Field& field) {
  switch (field.kind) {
    case Kind::scalar:
    case Kind::enumeration:
      write_scalar_check(out, field);
      return;
    case Kind::table:
    case Kind::vector_table:
      write_table_check(out, field);
      return;
    case Kind::text:
      write_fault_line(out, field, "!is_good_text(*v)", "out_of_range");
      return;
    case Kind::vector_text:
      write_fault_line(out, field, "!are_good_texts(*v)", "out_of_range");
      return;
    case Kind::bytes:
      if (field.force_align == 0) return;
      write_fault_line(out, field, "!is_aligned_to(*v, " + std::to_string(field.force_align) + ")", "not_an_event");
      return;
    case Kind::fixed_at_end:
      write_fault_line(out, field, "(v->size() != 1 || !is_aligned<" + field.type + ">(*v))", "not_an_event");
      break;
    case Kind::vector_scalar:
    case Kind::vector_fixed:
      write_fault_line(out, field, "!is_aligned<" + field.type + ">(*v)", "not_an_event");
      break;
    case Kind::fixed:
      break;
  }
  if (field.target.empty() || !has_checked_values(model.objects.at(field.target))) return;
  if (field.kind == Kind::fixed || field.kind == Kind::fixed_at_end) {
    write_fault_line(out, field, "!has_sound_values(" + from_pointer(field) + ")", "out_of_range");
  } else {
    write_fault_line(out, field,
                     "!have_sound_values(elements<" + field.type +
                         ">(*v), [](const auto& element) { return has_sound_values(element); })",
                     "out_of_range");
  }
}

void write_struct_check(std::ostream& out, const Object& object) {
  if (!has_checked_values(object)) return;
  out << "[[maybe_unused]] bool has_sound_values(const " << plain_name(object.name) << "& value) {\n";
  for (const auto& field : object.fields) {
    const auto fault = value_fault(field, "value." + field.name);
    if (!fault.empty()) out << "  if (" << fault << ") return false;\n";
  }
  out << "  return true;\n}\n\n";
}

/// A line that makes what the table points to; returns whether the field is such.
bool write_child(std::ostream& out, const Object& object, const Field& field) {
  const std::string member = "table." + field.name;
  std::string make;
  std::string given = member + ".has_value()";
  const std::string value = is_optional_member(object, field) ? "*" + member : member;
  switch (field.kind) {
    case Kind::text:
      make = "build_text(builder, " + value + ")";
      break;
    case Kind::table:
      make = "build(builder, " + value + ")";
      break;
    case Kind::fixed_at_end:
      make = "build_structs<fb::" + field.type + ">(builder, std::span<const " + field.type + ">(&" +
             (is_optional_member(object, field) ? "*" : "") + member + ", 1))";
      break;
    case Kind::bytes:
      make = "build_bytes(builder, " + member + ", " + std::to_string(field.force_align) + ")";
      break;
    case Kind::vector_scalar:
      make = "builder.CreateVector(" + member + ".data(), " + member + ".size())";
      break;
    case Kind::vector_fixed:
      make = "build_structs<fb::" + field.type + ">(builder, " + member + ")";
      break;
    case Kind::vector_text:
      make = "build_texts(builder, " + member + ")";
      break;
    case Kind::vector_table:
      make = "build_tables<fb::" + field.type + ">(builder, " + member +
             ", [&](const auto& element) { return build(builder, element); })";
      break;
    default:
      return false;
  }
  if (!is_optional_member(object, field)) given = field.required ? "" : "!" + member + ".empty()";
  if (given.empty()) {
    out << "  const auto " << field.name << " = " << make << ";\n";
  } else {
    out << "  const auto " << field.name << " = " << given << " ? " << make << " : 0;\n";
  }
  return true;
}

void write_add(std::ostream& out, const Object& object, const Field& field) {
  const std::string member = "table." + field.name;
  const bool maybe = is_optional_member(object, field);
  const std::string value = (maybe ? "*" : "") + member;
  const std::string guard = maybe ? "if (" + member + ") " : "";
  if (field.kind == Kind::fixed) {
    out << "  " << guard << "add_struct<fb::" << field.type << ">(builder, " << flatc_name(object) << "::VT_";
    for (const char c : field.name) out << static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    out << ", " << value << ");\n";
  } else if (field.kind == Kind::enumeration) {
    out << "  " << guard << "out.add_" << field.name << "(static_cast<fb::" << field.type << ">(" << value << "));\n";
  } else if (field.kind == Kind::scalar) {
    const bool strong = field.type.rfind("std::", 0) != 0 && field.type != "bool";
    const std::string inner = strong ? (maybe ? member + "->value" : member + ".value") : value;
    out << "  " << guard << "out.add_" << field.name << "(" << inner << ");\n";
  } else {
    const bool always = field.required;
    out << "  " << (always ? "" : "if (!" + field.name + ".IsNull()) ") << "out.add_" << field.name << "(" << field.name
        << ");\n";
  }
}

}  // namespace

void write_readers(std::ostream& out, const Model& model) {
  for (const auto* object : model.ordered) {
    if (object->is_struct) continue;
    const auto name = plain_name(object->name);
    out << name << " read(const " << flatc_name(*object) << "& table) {\n  " << name << " out;\n";
    for (const auto& field : object->fields) write_read_line(out, field);
    out << "  return out;\n}\n\n";
  }
}

void write_checks(std::ostream& out, const Model& model) {
  for (const auto* object : model.ordered) {
    if (object->is_struct) {
      write_struct_check(out, *object);
      continue;
    }
    out << "std::optional<TableFault> check([[maybe_unused]] const " << flatc_name(*object) << "& table) {\n";
    for (const auto& field : object->fields) write_check_line(out, model, field);
    out << "  return std::nullopt;\n}\n\n";
  }
}

/// Children in the order of the fields, those (at_end) first because bytes grow towards the front, then the fields by
/// falling alignment: the JSON codec does the same, so that both give the same bytes.
void write_builders(std::ostream& out, const Model& model) {
  for (const auto* object : model.ordered) {
    if (object->is_struct) continue;
    out << "flatbuffers::Offset<" << flatc_name(*object) << "> build(flatbuffers::FlatBufferBuilder& builder, const "
        << plain_name(object->name) << "& table) {\n";
    for (const bool at_end : {true, false}) {
      for (const auto& field : object->fields) {
        if (field.at_end == at_end) write_child(out, *object, field);
      }
    }
    out << "  " << flatc_name(*object) << "Builder out(builder);\n";
    auto fields = object->fields;
    std::stable_sort(fields.begin(), fields.end(), [](auto& a, auto& b) { return a.alignment > b.alignment; });
    for (const auto& field : fields) write_add(out, *object, field);
    out << "  return out.Finish();\n}\n\n";
  }
}

}  // namespace shiji::codegen
