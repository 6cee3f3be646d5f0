#include "event_generated.h"
#include "events/json_table.h"
#include "events/table_access.h"

namespace shiji::ledger {
namespace {

using Place = const std::uint8_t*;

/// Follows the offset that stands at `at`.
Place followed(Place at) { return at + flatbuffers::ReadScalar<flatbuffers::uoffset_t>(at); }

std::string_view text_at(Place at) { return text(*reinterpret_cast<const flatbuffers::String*>(at)); }

const flatbuffers::Table& table_at(Place at) { return *reinterpret_cast<const flatbuffers::Table*>(at); }

/// Opens a sealed table and writes its plaintext.
Status append_opened(std::string& out, const FieldShape& field, Place at, const JsonWriting& writing) {
  const auto& table = *reinterpret_cast<const ::shiji::Sealed*>(at);
  const Sealed sealed{std::bit_cast<Subject>(*table.subject()), *table.key_version(),
                      std::bit_cast<Nonce>(*table.nonce()), bytes(*table.ciphertext())};
  const auto plaintext = (*writing.opener)(writing.type, field.name, sealed);
  if (!plaintext) return plaintext.failure();
  json::append_text(out, *plaintext);
  return done();
}

Status append_element(std::string& out, const FieldShape& field, Place at, const JsonWriting& writing) {
  if (is_scalar(field.element)) {
    append_scalar_json(out, field, field.element, at);
    return done();
  }
  if (field.object != nullptr && field.object->is_struct) {
    append_struct_json(out, *field.object, at);
    return done();
  }
  if (field.object != nullptr) return append_table_json(out, *field.object, table_at(followed(at)), writing);
  json::append_text(out, text_at(followed(at)));
  return done();
}

Status append_vector(std::string& out, const FieldShape& field, Place at, const JsonWriting& writing) {
  const auto count = flatbuffers::ReadScalar<flatbuffers::uoffset_t>(at);
  const Place first = at + sizeof(flatbuffers::uoffset_t);
  if (field.element == reflection::UByte && field.enumeration == nullptr) {
    out.append("\"").append(to_hex({first, count})).append("\"");
    return done();
  }
  const bool is_struct = field.object != nullptr && field.object->is_struct;
  const std::size_t size = is_struct                  ? field.object->size
                           : is_scalar(field.element) ? size_of(field.element)
                                                      : sizeof(flatbuffers::uoffset_t);
  out.push_back('[');
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out.push_back(',');
    if (auto status = append_element(out, field, first + i * size, writing); !status) return status;
  }
  out.push_back(']');
  return done();
}

Status append_value(std::string& out, const FieldShape& field, Place at, const JsonWriting& writing) {
  if (is_scalar(field.base)) {
    append_scalar_json(out, field, field.base, at);
    return done();
  }
  if (field.object != nullptr && field.object->is_struct && !field.is_vector()) {
    append_struct_json(out, *field.object, field.at_end ? followed(at) + sizeof(flatbuffers::uoffset_t) : at);
    return done();
  }
  const Place target = followed(at);
  if (field.is_vector()) return append_vector(out, field, target, writing);
  if (field.object == nullptr) {
    json::append_text(out, text_at(target));
    return done();
  }
  if (field.is_personal && writing.opener != nullptr && *writing.opener) {
    return append_opened(out, field, target, writing);
  }
  return append_table_json(out, *field.object, table_at(target), writing);
}

/// What stands for a field that is absent, in complete writing; empty when nothing does.
std::string_view absent_value(const FieldShape& field) {
  if (field.is_vector()) return field.element == reflection::UByte && field.enumeration == nullptr ? "\"\"" : "[]";
  if (field.nullable || !is_scalar(field.base)) return {};
  return field.base == reflection::Bool ? "false" : "0";
}

}  // namespace

Result<bool> append_field_json(std::string& out, const FieldShape& field, const flatbuffers::Table& table,
                               const JsonWriting& writing, bool first) {
  const Place at = table.GetAddressOf(field.offset);
  const std::string_view absent = at == nullptr && writing.complete ? absent_value(field) : std::string_view();
  if (at == nullptr && absent.empty()) return false;
  if (!first) out.push_back(',');
  json::append_text(out, field.name);
  out.push_back(':');
  if (at == nullptr) {
    out += absent;
    return true;
  }
  if (auto status = append_value(out, field, at, writing); !status) return status.failure();
  return true;
}

Status append_table_json(std::string& out, const Shape& shape, const flatbuffers::Table& table,
                         const JsonWriting& writing) {
  out.push_back('{');
  bool first = true;
  for (const auto& field : shape.fields) {
    const auto written = append_field_json(out, field, table, writing, first);
    if (!written) return written.failure();
    if (*written) first = false;
  }
  out.push_back('}');
  return done();
}

}  // namespace shiji::ledger
