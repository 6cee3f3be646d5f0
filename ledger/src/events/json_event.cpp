#include "events/json_event.h"

#include "event_generated.h"

#include <charconv>

namespace shiji::ledger {
namespace {

void append_name(std::string& out, std::string_view name) {
  if (out.back() != '{') out.push_back(',');
  json::append_text(out, name);
  out.push_back(':');
}

void append_position(std::string& out, const Position& position, const Hash* leaf_hash) {
  const auto& shape = *shape_of("Position");
  for (const auto& field : shape.fields) {
    append_name(out, field.name);
    const auto* at = reinterpret_cast<const std::uint8_t*>(&position) + field.offset;
    if (field.object != nullptr) {
      append_struct_json(out, *field.object, at);
    } else {
      append_scalar_json(out, field, field.base, at);
    }
  }
  if (leaf_hash == nullptr) return;
  append_name(out, "leaf_hash");
  out.append("\"").append(to_hex(leaf_hash->span())).append("\"");
}

Status append_payload(std::string& out, const DecodedEvent& event, const JsonWriting& writing) {
  append_name(out, "payload");
  if (event.type == EventType::unknown) {
    out.append("\"").append(to_hex(event.event.payload)).append("\"");
    return done();
  }
  const auto* table = flatbuffers::GetRoot<flatbuffers::Table>(event.event.payload.data());
  return append_table_json(out, *shape_of(name_of(event.type)), *table, writing);
}

}  // namespace

Status append_event_json(std::string& out, const DecodedEvent& event, const Hash* leaf_hash,
                         const JsonWriting& writing) {
  const auto& table = *flatbuffers::GetRoot<flatbuffers::Table>(event.bytes.data());
  out.push_back('{');
  for (const auto& field : shape_of("Event")->fields) {
    if (field.name == "position") {
      append_position(out, event.event.position, leaf_hash);
    } else if (field.name == "payload") {
      if (auto status = append_payload(out, event, writing); !status) return status;
    } else {
      const auto written = append_field_json(out, field, table, writing, out.back() == '{');
      if (!written) return written.failure();
    }
  }
  out.push_back('}');
  return done();
}

bool JsonComparison::differs(const JsonPlace& at) {
  if (place.empty()) place = json::place(at.line, at.pointer);
  return false;
}

Result<bool> JsonComparison::same(const json::Value& given, const json::Value& recorded, const JsonPlace& at) {
  if (given.kind == json::Kind::text && recorded.kind == json::Kind::object) return same_plaintext(given, recorded, at);
  if (given.kind != recorded.kind) return differs(at);
  switch (given.kind) {
    case json::Kind::object:
      return same_members(given, recorded, at);
    case json::Kind::array:
      return same_items(given, recorded, at);
    case json::Kind::boolean:
      return given.truth == recorded.truth || differs(at);
    default:
      return given.text == recorded.text || differs(at);
  }
}

Result<bool> JsonComparison::same_members(const json::Value& given, const json::Value& recorded, const JsonPlace& at) {
  for (const auto& member : given.members) {
    const auto* actual = recorded.find(member.name);
    if (actual == nullptr) return differs(at.at(member.name));
    auto equal = same(member.value, *actual, at.at(member.name));
    if (!equal || !*equal) return equal;
  }
  return true;
}

Result<bool> JsonComparison::same_items(const json::Value& given, const json::Value& recorded, const JsonPlace& at) {
  if (given.items.size() != recorded.items.size()) return differs(at);
  for (std::size_t i = 0; i < given.items.size(); ++i) {
    auto equal = same(given.items[i], recorded.items[i], at.at(i));
    if (!equal || !*equal) return equal;
  }
  return true;
}

Result<bool> JsonComparison::same_plaintext(const json::Value& given, const json::Value& sealed, const JsonPlace& at) {
  const auto text_of = [&](std::string_view name) {
    const auto* value = sealed.find(name);
    return value == nullptr ? std::string_view() : std::string_view(value->text);
  };
  const auto subject = fixed_from_hex<Subject>(text_of("subject"));
  const auto nonce = fixed_from_hex<Nonce>(text_of("nonce"));
  const auto ciphertext = from_hex(text_of("ciphertext"));
  std::uint32_t key_version = 0;
  const auto version = text_of("key_version");
  const auto parsed = std::from_chars(version.data(), version.data() + version.size(), key_version);
  if (!subject || !nonce || !ciphertext || parsed.ec != std::errc() || !opener) return differs(at);
  const auto field = at.pointer.substr(at.pointer.rfind('/') + 1);
  const auto plaintext = opener(type, field, Sealed{*subject, key_version, *nonce, *ciphertext});
  if (!plaintext) return plaintext.failure();
  return *plaintext == given.text || differs(at);
}

Result<std::string> event_to_json(const DecodedEvent& event, const Hash& leaf_hash, const JsonCommand::Opener& opener) {
  std::string out;
  const JsonWriting writing{event.type, &opener, false};
  if (auto status = append_event_json(out, event, &leaf_hash, writing); !status) return status.failure();
  return out;
}

Result<Buffer> document_from_json(std::string_view table_name, std::string_view text) {
  const auto* shape = shape_of(table_name);
  SHIJI_ASSERT(shape != nullptr && !shape->is_struct, "a document is read as a table of the schemas");
  const auto parsed = json::parse(text, 1);
  if (!parsed) return parsed.failure();
  flatbuffers::FlatBufferBuilder builder(4096);
  const auto built = JsonTableBuilder(builder, nullptr).build(*shape, *parsed, JsonPlace{1, {}});
  if (!built) return built.failure();
  builder.Finish(flatbuffers::Offset<void>(*built));
  const auto bytes = builder.GetBufferSpan();
  return Buffer(bytes.begin(), bytes.end());
}

}  // namespace shiji::ledger
