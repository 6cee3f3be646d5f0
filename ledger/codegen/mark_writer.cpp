// payloads.cpp: for each table what of its bytes is values, and what says where they lie.
#include "writers.h"

#include <algorithm>

namespace shiji::codegen {
namespace {

std::string vtable_place(const Object& object, const Field& field) {
  std::string out = flatc_name(object) + "::VT_";
  for (const char c : field.name) out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

/// The name of the mark for a scalar: an enum's values are the same in all events of a form.
std::string mark_of_scalar(const Field& field, const std::string& at) {
  if (field.type == "Time") return "marks.time(" + at + ")";
  if (field.type == "Date") return "marks.date(" + at + ")";
  const bool fixed = field.kind == Kind::enumeration || field.type == "bool";
  return std::string("marks.") + (fixed ? "same(" : "free(") + at + ", " + std::to_string(field.size) + ")";
}

void write_struct_marks(std::ostream& out, const Object& object) {
  const auto name = plain_name(object.name);
  out << "[[maybe_unused]] void mark(const " << name << "& value, FormMarks& marks) {\n";
  if (object.is_opaque) out << "  marks.free(&value, sizeof(value));\n";
  for (const auto& field : object.fields) {
    const std::string at = "&value." + field.name;
    if (field.kind == Kind::fixed) {
      out << "  mark(value." << field.name << ", marks);\n";
    } else {
      out << "  " << mark_of_scalar(field, at) << ";\n";
    }
  }
  out << "}\n\n";
}

/// What is done with `v`, a pointer flatc's accessor gave, behind its offset.
std::string mark_of_target(const Field& field) {
  switch (field.kind) {
    case Kind::text:
      return "marks.text(*v);";
    case Kind::bytes:
      return field.force_align != 0 ? "marks.length(*v);" : "marks.length(*v), marks.free(v->Data(), v->size());";
    case Kind::vector_scalar:
      return "marks.length(*v), marks.free(v->Data(), v->size() * sizeof(" + field.type + "));";
    case Kind::fixed_at_end:
    case Kind::vector_fixed:
      return "marks.length(*v);\n    for (const auto& element : elements<" + field.type +
             ">(*v)) mark(element, marks);";
    case Kind::vector_text:
      return "marks.offsets(*v);\n    for (const auto* element : *v) marks.text(*element);";
    case Kind::table:
      return "mark(*v, marks);";
    default:
      return "marks.offsets(*v);\n    for (const auto* element : *v) mark(*element, marks);";
  }
}

void write_mark_line(std::ostream& out, const Object& object, const Field& field) {
  out << "  if (const auto* at = base.GetAddressOf(" << vtable_place(object, field) << ")) {\n";
  if (field.kind == Kind::scalar || field.kind == Kind::enumeration) {
    out << "    " << mark_of_scalar(field, "at") << ";\n";
  } else if (field.kind == Kind::fixed) {
    out << "    mark(*reinterpret_cast<const " << field.type << "*>(at), marks);\n";
  } else {
    out << "    marks.same(at, sizeof(flatbuffers::uoffset_t));\n    const auto* v = table." << field.name
        << "();\n    " << mark_of_target(field) << "\n";
  }
  out << "  }\n";
}

}  // namespace

void write_marks(std::ostream& out, const Model& model) {
  for (const auto* object : model.ordered) {
    if (object->is_struct) {
      write_struct_marks(out, *object);
      continue;
    }
    out << "[[maybe_unused]] void mark(const " << flatc_name(*object) << "& table, FormMarks& marks) {\n"
        << "  const auto& base = reinterpret_cast<const flatbuffers::Table&>(table);\n  marks.table(base);\n";
    for (const auto& field : object->fields) write_mark_line(out, *object, field);
    out << "}\n\n";
  }
}

void write_mark_functions(std::ostream& out, const Model& model) {
  out << "void mark_event(const flatbuffers::Table& event, FormMarks& marks) {\n"
      << "  mark(reinterpret_cast<const fb::Event&>(event), marks);\n}\n\n"
      << "void mark_payload(EventType type, Bytes payload, FormMarks& marks) {\n"
      << "  marks.same(payload.data(), sizeof(flatbuffers::uoffset_t));\n  switch (type) {\n"
      << "    case EventType::unknown: break;\n";
  for (const auto* event : model.events) {
    out << "    case " << plain_name(event->name) << "::type: return mark(*root<" << flatc_name(*event)
        << ">(payload), marks);\n";
  }
  out << "  }\n  SHIJI_ASSERT(false, \"a payload is marked by a type that is known\");\n}\n\n";
}

}  // namespace shiji::codegen
