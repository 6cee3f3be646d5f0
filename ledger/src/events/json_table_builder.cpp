#include "events/json_table.h"
#include "shiji/ledger/contract.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

Status check_names_in(const FieldShape& field, const json::Value& value, const JsonPlace& place) {
  if (field.object == nullptr) return done();
  if (!field.is_vector()) return check_names(*field.object, value, place);
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (auto status = check_names(*field.object, value.items[i], place.at(i)); !status) return status;
  }
  return done();
}

}  // namespace

Status check_names(const Shape& shape, const json::Value& value, const JsonPlace& place) {
  for (const auto& member : value.members) {
    const auto* field = shape.find(member.name);
    const JsonPlace inner = JsonPlace{member.value.line, place.pointer}.at(member.name);
    if (field == nullptr) return inner.refuse(RefusalCode::unknown_field);
    if (auto status = check_names_in(*field, member.value, inner); !status) return status;
  }
  return done();
}

Result<flatbuffers::uoffset_t> JsonTableBuilder::build(const Shape& shape, const json::Value& value,
                                                       const JsonPlace& place) {
  if (value.kind != json::Kind::object) return place.refuse_kind("an object", value);
  const auto prepared = std::exchange(prepared_, {});
  if (auto status = check_names(shape, value, place); !status) return status.failure();
  std::map<const FieldShape*, Ready> ready;
  for (const auto* field : shape.as_made) {
    if (const auto it = prepared.find(field->name); it != prepared.end()) {
      ready[field] = from_prepared(*field, it->second);
      continue;
    }
    const auto* given = value.find(field->name);
    if (given == nullptr) {
      if (field->required) return place.at(field->name).refuse(RefusalCode::missing_field);
      continue;
    }
    Ready made;
    const JsonPlace inner = JsonPlace{given->line, place.pointer}.at(field->name);
    if (auto status = make_ready(made, *field, *given, inner); !status) return status.failure();
    if (made.offset != 0 || !made.inline_bytes.empty()) ready[field] = std::move(made);
  }
  const auto start = builder_.StartTable();
  for (const auto* field : shape.in_table) {
    if (const auto it = ready.find(field); it != ready.end()) add(*field, it->second);
  }
  return builder_.EndTable(start);
}

Status JsonTableBuilder::make_ready(Ready& out, const FieldShape& field, const json::Value& value,
                                    const JsonPlace& place) {
  if (field.is_vector()) return make_vector(out, field, value, place);
  if (field.object != nullptr) return make_object(out, field, value, place);
  if (field.base == reflection::String) {
    if (value.kind != json::Kind::text) return place.refuse_kind("a string", value);
    out.offset = builder_.CreateString(value.text.data(), value.text.size()).o;
    return done();
  }
  const auto bits = scalar_bits(field, field.base, value, place);
  if (!bits) return bits.failure();
  if (*bits == 0 && !field.nullable) return done();
  for (std::uint32_t i = 0; i < size_of(field.base); ++i) {
    out.inline_bytes.push_back(static_cast<std::uint8_t>(*bits >> (8 * i)));
  }
  return done();
}

Status JsonTableBuilder::make_object(Ready& out, const FieldShape& field, const json::Value& value,
                                     const JsonPlace& place) {
  if (field.is_personal && value.kind == json::Kind::text) return make_sealed(out, field, value, place);
  if (field.object->is_struct) {
    if (auto status = append_struct(out.inline_bytes, *field.object, value, place); !status) return status;
    if (field.at_end) out = from_prepared(field, out.inline_bytes);
    return done();
  }
  auto built = build(*field.object, value, place);
  if (!built) return built.failure();
  out.offset = *built;
  return done();
}

/// The plaintext stands in no refusal: places and codes only.
Status JsonTableBuilder::make_sealed(Ready& out, const FieldShape& field, const json::Value& value,
                                     const JsonPlace& place) {
  if (sealing_ == nullptr || !*sealing_->sealer) return place.refuse(RefusalCode::personal_field_open);
  if (!sealing_->subject) return JsonPlace{place.line, "/subjects"}.refuse(RefusalCode::missing_field);
  const auto sealed = (*sealing_->sealer)(sealing_->type, field.name, *sealing_->subject, value.text);
  if (!sealed) return sealed.failure();
  const auto ciphertext = builder_.CreateVector(sealed->ciphertext);
  const Shape& shape = *field.object;
  const auto bytes_of = [](const auto& fixed) { return Buffer(fixed.bytes.begin(), fixed.bytes.end()); };
  const auto start = builder_.StartTable();
  for (const auto* part : shape.in_table) {
    if (part->name == "subject") add(*part, {0, bytes_of(sealed->subject)});
    if (part->name == "nonce") add(*part, {0, bytes_of(sealed->nonce)});
    if (part->name == "ciphertext") add(*part, {ciphertext.o, {}});
    if (part->name == "key_version") builder_.AddElement<std::uint32_t>(part->offset, sealed->key_version);
  }
  out.offset = builder_.EndTable(start);
  return done();
}

Status JsonTableBuilder::make_vector(Ready& out, const FieldShape& field, const json::Value& value,
                                     const JsonPlace& place) {
  if (field.element == reflection::UByte && field.enumeration == nullptr) {
    const auto bytes = hex_bytes(value, 0, place);
    if (!bytes) return bytes.failure();
    if (!bytes->empty() || field.required) out.offset = make_bytes(*bytes, bytes->size(), 1, field.force_align);
    return done();
  }
  if (value.kind != json::Kind::array) return place.refuse_kind("an array", value);
  if (value.items.empty() && !field.required) return done();  // absent and empty are the same
  Buffer bytes;
  std::vector<flatbuffers::uoffset_t> offsets;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    FieldShape element = field;
    element.base = field.element;
    element.nullable = true;
    Ready made;
    const JsonPlace inner = JsonPlace{value.items[i].line, place.pointer}.at(i);
    if (auto status = make_ready(made, element, value.items[i], inner); !status) return status;
    if (made.offset != 0) offsets.push_back(made.offset);
    bytes.insert(bytes.end(), made.inline_bytes.begin(), made.inline_bytes.end());
  }
  const bool is_struct = field.object != nullptr && field.object->is_struct;
  const auto kept_as = is_scalar(field.element) ? field.element : reflection::UInt;
  const std::uint32_t alignment = is_struct ? field.object->alignment : size_of(kept_as);
  const bool is_inline = is_struct || is_scalar(field.element);
  out.offset = is_inline ? make_bytes(bytes, value.items.size(), alignment, 0) : make_offsets(offsets);
  return done();
}

JsonTableBuilder::Ready JsonTableBuilder::from_prepared(const FieldShape& field, const Buffer& bytes) {
  if (field.at_end) return {make_bytes(bytes, 1, field.object->alignment, 0), {}};
  if (!field.is_vector()) return {0, bytes};
  return {make_bytes(bytes, bytes.size(), 1, field.force_align), {}};
}

flatbuffers::uoffset_t JsonTableBuilder::make_bytes(const Buffer& bytes, std::size_t count, std::size_t alignment,
                                                    std::size_t force_align) {
  if (force_align > 1) builder_.ForceVectorAlignment(bytes.size(), 1, force_align);
  builder_.StartVector(bytes.size() / alignment, alignment);
  if (!bytes.empty()) builder_.PushBytes(bytes.data(), bytes.size());
  return builder_.EndVector(count);
}

flatbuffers::uoffset_t JsonTableBuilder::make_offsets(const std::vector<flatbuffers::uoffset_t>& offsets) {
  const std::vector<flatbuffers::Offset<void>> typed(offsets.begin(), offsets.end());
  return builder_.CreateVector(typed).o;
}

void JsonTableBuilder::add(const FieldShape& field, const Ready& ready) {
  if (ready.offset != 0) {
    builder_.AddOffset(field.offset, flatbuffers::Offset<void>(ready.offset));
    return;
  }
  builder_.Align(field.alignment);
  builder_.PushBytes(ready.inline_bytes.data(), ready.inline_bytes.size());
  builder_.TrackField(field.offset, builder_.GetSize());
}

}  // namespace shiji::ledger
