// Payloads of every type from the schemas alone: random JSON, read, and written again from the struct it gives.
#include "events/shapes.h"
#include "random_events.h"
#include "shiji/ledger/events/json.h"

namespace shiji::test {

using namespace ledger;

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    if (c == '\t') out += "\\t";
    if (c != '\n' && c != '\t') out += c;
  }
  return out + "\"";
}

}  // namespace

/// The struct of the payload, written: what C++ callers do.
Buffer RandomEvents::payload(EventType type) {
  const auto json = "{\"stream\":" + quoted(std::string(info_of(type).stream_family) + "/x") +
                    ",\"type\":" + quoted(name_of(type)) + ",\"payload\":" + json_object(*shape_of(name_of(type))) +
                    "}";
  const auto command = must(JsonCommand::parse(json, 1));
  const auto& bytes = buffers_.emplace_back(must(command.encode({})));
  const auto event = must(decode_event(bytes));
  switch (type) {
#define X(area, name)    \
  case area::name::type: \
    return write_payload(payload_of<area::name>(event));
    SHIJI_EVENT_TYPES(X)
#undef X
    case EventType::unknown:
      break;
  }
  throw std::runtime_error("a type of this build");
}

std::string RandomEvents::json_object(const Shape& shape) {
  std::string out;
  for (const auto& field : shape.fields) {
    if (!field.required && !shape.is_struct && source_(2) == 0) continue;
    out += (out.empty() ? "" : ",") + quoted(field.name) + ":" + json_field(field);
  }
  return "{" + out + "}";
}

std::string RandomEvents::json_field(const FieldShape& field) {
  if (!field.is_vector()) return json_value(field);
  if (field.is_hex) return quoted(to_hex(bytes()));
  std::string out;
  for (auto left = source_(4); left > 0; --left) out += (out.empty() ? "" : ",") + json_value(field);
  return "[" + out + "]";
}

/// Of the field, or of one element of it.
std::string RandomEvents::json_value(const FieldShape& field) {
  const auto type = field.is_vector() ? field.element : field.base;
  if (field.object != nullptr) return field.object->is_opaque ? opaque(field.object->size) : json_object(*field.object);
  if (field.enumeration != nullptr) {
    const auto& values = field.enumeration->values;
    return quoted(values.at(source_(values.size())).first);
  }
  if (field.is_time) return quoted(to_text(time()));
  if (field.is_date) return quoted(to_text(date()));
  if (type == reflection::String) return quoted(text());
  if (type == reflection::Bool) return source_(2) == 0 ? "true" : "false";
  return integer(field);
}

std::string RandomEvents::integer(const FieldShape& field) {
  const auto type = field.is_vector() ? field.element : field.base;
  const bool is_signed =
      type == reflection::Byte || type == reflection::Short || type == reflection::Int || type == reflection::Long;
  const auto bits = 8 * size_of(type) - (is_signed ? 1 : 0);
  const auto number = bits == 64 ? source_(~std::uint64_t{0}) : source_(std::uint64_t{1} << bits);
  return (is_signed && number != 0 && source_(2) == 0 ? "-" : "") + std::to_string(number);
}

std::string RandomEvents::opaque(std::uint32_t size) {
  Buffer out(size);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(source_(256));
  return quoted(to_hex(out));
}

}  // namespace shiji::test
