#include "events/json_scalar.h"

#include <charconv>
#include <cstring>

namespace shiji::ledger {
namespace {

struct IntegerRange {
  bool is_signed;
  std::uint64_t highest;
  std::uint64_t lowest_magnitude;  ///< of the most negative value
};

IntegerRange range_of(reflection::BaseType type) {
  const bool is_signed =
      type == reflection::Byte || type == reflection::Short || type == reflection::Int || type == reflection::Long;
  const unsigned bits = size_of(type) * 8;
  const std::uint64_t all = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  return is_signed ? IntegerRange{true, all >> 1U, (all >> 1U) + 1} : IntegerRange{false, all, 0};
}

std::string range_text(const IntegerRange& range) {
  const std::string lowest = range.is_signed ? "-" + std::to_string(range.lowest_magnitude) : "0";
  return lowest + " to " + std::to_string(range.highest);
}

Result<std::uint64_t> integer_bits(reflection::BaseType type, const json::Value& value, const JsonPlace& place) {
  if (value.kind != json::Kind::number) return place.refuse_kind("an integer", value);
  const bool negative = value.text.front() == '-';
  const std::string_view digits = std::string_view(value.text).substr(negative ? 1 : 0);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos || value.text == "-0") {
    return place.refuse(RefusalCode::wrong_type, "an integer", value.text.substr(0, 40));
  }
  const auto range = range_of(type);
  std::uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude);
  const bool fits = error == std::errc() && magnitude <= (negative ? range.lowest_magnitude : range.highest);
  if (!fits) return place.refuse(RefusalCode::out_of_range, range_text(range), value.text.substr(0, 40));
  return negative ? ~magnitude + 1 : magnitude;
}

Result<std::uint64_t> enum_bits(const EnumShape& shape, const json::Value& value, const JsonPlace& place) {
  std::string expected;
  for (const auto& [name, number] : shape.values) {
    if (value.kind == json::Kind::text && value.text == name) return static_cast<std::uint64_t>(number);
    expected.append(expected.empty() ? "" : ", ").append(name);
  }
  if (value.kind != json::Kind::text) return place.refuse_kind("one of " + expected, value);
  return place.refuse(RefusalCode::out_of_range, "one of " + expected, value.text.substr(0, 40));
}

template <typename Parsed>
Result<std::uint64_t> text_bits(const std::optional<Parsed>& parsed, const char* expected, const json::Value& value,
                                const JsonPlace& place) {
  if (!parsed) return place.refuse(RefusalCode::wrong_type, expected, value.text.substr(0, 40));
  return static_cast<std::uint64_t>(parsed->value);
}

std::uint64_t load(reflection::BaseType type, const std::uint8_t* at) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, at, size_of(type));
  const unsigned unused = 64 - size_of(type) * 8;
  if (!range_of(type).is_signed || unused == 0) return bits;
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << unused) >> unused);
}

}  // namespace

Refusal JsonPlace::refuse(RefusalCode code, std::string expected, std::string actual) const {
  return {code, json::place(line, pointer), std::move(expected), std::move(actual)};
}

Refusal JsonPlace::refuse_kind(std::string expected, const json::Value& found) const {
  return refuse(RefusalCode::wrong_type, std::move(expected), std::string(json::name_of(found.kind)));
}

Result<std::uint64_t> scalar_bits(const FieldShape& field, reflection::BaseType type, const json::Value& value,
                                  const JsonPlace& place) {
  if (field.enumeration != nullptr) return enum_bits(*field.enumeration, value, place);
  if (type == reflection::Bool) {
    if (value.kind != json::Kind::boolean) return place.refuse_kind("true or false", value);
    return static_cast<std::uint64_t>(value.truth);
  }
  if (!field.is_time && !field.is_date) return integer_bits(type, value, place);
  const char* expected = field.is_time ? "2023-09-04T01:02:03.000004Z" : "2023-09-04";
  if (value.kind != json::Kind::text) return place.refuse_kind(expected, value);
  return field.is_time ? text_bits(time_from_text(value.text), expected, value, place)
                       : text_bits(date_from_text(value.text), expected, value, place);
}

Result<Buffer> hex_bytes(const json::Value& value, std::size_t size, const JsonPlace& place) {
  const std::string expected =
      size == 0 ? "lower-case hexadecimal" : std::to_string(size * 2) + " lower-case hex digits";
  if (value.kind != json::Kind::text) return place.refuse_kind(expected, value);
  auto bytes = from_hex(value.text);
  if (!bytes || (size != 0 && bytes->size() != size)) {
    return place.refuse(RefusalCode::wrong_type, expected, value.text.substr(0, 160));
  }
  return std::move(*bytes);
}

Status append_struct(Buffer& out, const Shape& shape, const json::Value& value, const JsonPlace& place) {
  if (shape.is_opaque) {
    auto bytes = hex_bytes(value, shape.size, place);
    if (!bytes) return bytes.failure();
    out.insert(out.end(), bytes->begin(), bytes->end());
    return done();
  }
  if (value.kind != json::Kind::object) return place.refuse_kind("an object", value);
  for (const auto& field : shape.fields) {  // structs have no padding, so fields follow each other
    const auto* given = value.find(field.name);
    const auto inner = place.at(field.name);
    if (given == nullptr) return inner.refuse(RefusalCode::missing_field);
    if (field.object != nullptr) {
      if (auto status = append_struct(out, *field.object, *given, inner); !status) return status;
      continue;
    }
    const auto bits = scalar_bits(field, field.base, *given, inner);
    if (!bits) return bits.failure();
    for (std::uint32_t i = 0; i < size_of(field.base); ++i) out.push_back(static_cast<std::uint8_t>(*bits >> (8 * i)));
  }
  return done();
}

void append_scalar_json(std::string& out, const FieldShape& field, reflection::BaseType type, const std::uint8_t* at) {
  const std::uint64_t bits = load(type, at);
  const auto number = static_cast<std::int64_t>(bits);
  if (field.enumeration != nullptr) {
    json::append_text(out, field.enumeration->name_of(number));
  } else if (field.is_time) {
    json::append_text(out, to_text(Time{number}));
  } else if (field.is_date) {
    json::append_text(out, to_text(Date{static_cast<std::int32_t>(number)}));
  } else if (type == reflection::Bool) {
    out += bits != 0 ? "true" : "false";
  } else {
    out += range_of(type).is_signed ? std::to_string(number) : std::to_string(bits);
  }
}

void append_struct_json(std::string& out, const Shape& shape, const std::uint8_t* at) {
  if (shape.is_opaque) {
    out.append("\"").append(to_hex({at, shape.size})).append("\"");
    return;
  }
  out.push_back('{');
  for (const auto& field : shape.fields) {
    if (&field != &shape.fields.front()) out.push_back(',');
    json::append_text(out, field.name);
    out.push_back(':');
    if (field.object != nullptr) {
      append_struct_json(out, *field.object, at + field.offset);
    } else {
      append_scalar_json(out, field, field.base, at + field.offset);
    }
  }
  out.push_back('}');
}

}  // namespace shiji::ledger
