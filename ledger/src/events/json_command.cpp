#include "events/json_event.h"
#include "events/json_table.h"
#include "events/table_access.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

constexpr std::array<std::string_view, 8> position_keys = {"position", "sequence",        "version",   "recorded_at",
                                                           "previous", "stream_previous", "leaf_hash", "causation"};

const Shape& envelope() {
  static const Shape* shape = shape_of("Event");
  return *shape;
}

json::Value text_value(std::string_view text, std::uint64_t line) {
  json::Value out;
  out.kind = json::Kind::text;
  out.text = text;
  out.line = line;
  return out;
}

json::Value number_value(std::uint64_t number, std::uint64_t line) {
  json::Value out = text_value(std::to_string(number), line);
  out.kind = json::Kind::number;
  return out;
}

/// Refuses position keys and names the envelope does not have.
Status check_envelope(const json::Value& line, const JsonPlace& place) {
  for (const auto& member : line.members) {
    const auto inner = place.at(member.name);
    if (std::find(position_keys.begin(), position_keys.end(), member.name) != position_keys.end()) {
      return inner.refuse(RefusalCode::position_given);
    }
    const auto* field = envelope().find(member.name);
    if (field == nullptr) return inner.refuse(RefusalCode::unknown_field);
    if (field->object == nullptr || field->is_vector()) continue;
    if (auto status = check_names(*field->object, member.value, inner); !status) return status;
  }
  return done();
}

Result<EventType> type_in(const json::Value& line, const JsonPlace& place) {
  const auto* given = line.find("type");
  if (given == nullptr) return place.at("type").refuse(RefusalCode::missing_field);
  if (given->kind != json::Kind::text) return place.at("type").refuse_kind("a string", *given);
  const auto type = event_type_of(given->text);
  if (type == EventType::unknown) {
    return place.at("type").refuse(RefusalCode::unknown_type, {}, given->text.substr(0, 80));
  }
  return type;
}

std::optional<Subject> subject_in(const json::Value* value) {
  if (value == nullptr || value->kind != json::Kind::text) return std::nullopt;
  return fixed_from_hex<Subject>(value->text);
}

/// Whose the personal fields are: the payload's first subject, else the first of `subjects`.
std::optional<Subject> subject_of(const Shape& shape, const json::Value& line) {
  if (const auto* payload = line.find("payload")) {
    for (const auto& field : shape.fields) {
      if (field.object == nullptr || field.is_vector() || field.object->name != "shiji.Subject") continue;
      if (auto subject = subject_in(payload->find(field.name))) return subject;
    }
  }
  const auto* subjects = line.find("subjects");
  return subjects == nullptr || subjects->items.empty() ? std::nullopt : subject_in(&subjects->items.front());
}

}  // namespace

struct JsonCommand::Content {
  json::Value line;       ///< what was given, then what was filled
  std::size_t given = 0;  ///< number of members given
  EventType type = EventType::unknown;
  std::string submission_id;
  std::uint32_t submission_index = 0;
  std::uint32_t submission_count = 0;
  bool submission_filled = false;  // by set_submission, not by the line

  [[nodiscard]] JsonPlace place() const { return {line.line, {}}; }
  Result<Buffer> encode_payload(const Sealer& sealer) const;
  Status check_submission() const;
  Status check_stream() const;
};

JsonCommand::JsonCommand(std::unique_ptr<Content> content) : content_(std::move(content)) {}
JsonCommand::JsonCommand(JsonCommand&&) noexcept = default;
JsonCommand& JsonCommand::operator=(JsonCommand&&) noexcept = default;
JsonCommand::~JsonCommand() = default;

Result<JsonCommand> JsonCommand::parse(std::string_view text, std::uint64_t line) {
  auto parsed = json::parse(text, line);
  if (!parsed) return parsed.failure();
  const JsonPlace place{line, {}};
  if (parsed->kind != json::Kind::object) {
    return place.refuse(RefusalCode::not_json, "an object", std::string(json::name_of(parsed->kind)));
  }
  if (auto status = check_envelope(*parsed, place); !status) return status.failure();
  const auto type = type_in(*parsed, place);
  if (!type) return type.failure();
  if (const auto* payload = parsed->find("payload")) {
    const auto* shape = shape_of(name_of(*type));
    if (auto status = check_names(*shape, *payload, place.at("payload")); !status) return status.failure();
  }
  auto content = std::make_unique<Content>();
  content->given = parsed->members.size();
  content->line = std::move(*parsed);
  content->line.line = line;
  content->type = *type;
  return JsonCommand(std::move(content));
}

EventType JsonCommand::type() const { return content_->type; }

std::string_view JsonCommand::stream() const {
  const auto* given = content_->line.find("stream");
  return given == nullptr || given->kind != json::Kind::text ? std::string_view() : std::string_view(given->text);
}

bool JsonCommand::gives(std::string_view envelope_key) const {
  const auto& members = content_->line.members;
  return std::any_of(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(content_->given),
                     [&](const json::Member& member) { return member.name == envelope_key; });
}

std::string JsonCommand::text_of(std::string_view envelope_key) const {
  const auto* given = content_->line.find(envelope_key);
  return given == nullptr || given->kind != json::Kind::text ? std::string() : given->text;
}

void JsonCommand::fill(std::string_view envelope_key, std::string_view value) {
  SHIJI_ASSERT(content_->line.find(envelope_key) == nullptr, "only what a line leaves out is filled");
  SHIJI_ASSERT(envelope().find(envelope_key) != nullptr, "the envelope has what is filled");
  content_->line.members.push_back({std::string(envelope_key), text_value(value, content_->line.line)});
}

std::uint64_t JsonCommand::line() const { return content_->line.line; }

void JsonCommand::set_submission(std::string_view id, std::uint32_t index, std::uint32_t count) {
  content_->submission_id = id;
  content_->submission_index = index;
  content_->submission_count = count;
  auto& members = content_->line.members;
  if (content_->submission_filled) {
    members.erase(
        std::find_if(members.begin(), members.end(), [](const auto& member) { return member.name == "submission"; }));
  } else if (content_->line.find("submission") != nullptr) {
    return;  // compared when encoded
  }
  content_->submission_filled = true;
  const auto line = content_->line.line;
  json::Value part;
  part.kind = json::Kind::object;
  part.line = line;
  part.members.push_back({"id", text_value(id, line)});
  part.members.push_back({"index", number_value(index, line)});
  part.members.push_back({"count", number_value(count, line)});
  content_->line.members.push_back({"submission", std::move(part)});
}

/// A line may say what submission it is part of, but not another than it is.
Status JsonCommand::Content::check_submission() const {
  const auto* part = line.find("submission");
  if (part == nullptr || submission_count == 0) return done();
  const std::array<std::pair<std::string_view, std::string>, 3> wanted = {
      {{"id", submission_id},
       {"index", std::to_string(submission_index)},
       {"count", std::to_string(submission_count)}}};
  for (const auto& [name, text] : wanted) {
    const auto* value = part->find(name);
    if (value != nullptr && value->text != text) {
      return place().at("submission").at(name).refuse(RefusalCode::untrue_field, text, value->text.substr(0, 64));
    }
  }
  return done();
}

Status JsonCommand::Content::check_stream() const {
  const auto* name = line.find("stream");
  if (name == nullptr) return place().at("stream").refuse(RefusalCode::missing_field);
  if (name->kind != json::Kind::text) return place().at("stream").refuse_kind("a string", *name);
  if (is_stream_of(type, name->text)) return done();
  return place().at("stream").refuse(RefusalCode::bad_stream_name, std::string(info_of(type).stream_family) + "/...",
                                     name->text.substr(0, 80));
}

Result<Buffer> JsonCommand::Content::encode_payload(const Sealer& sealer) const {
  const auto* payload = line.find("payload");
  if (payload == nullptr) return place().at("payload").refuse(RefusalCode::missing_field);
  const Shape& shape = *shape_of(name_of(type));
  const Sealing sealing{type, &sealer, subject_of(shape, line)};
  flatbuffers::FlatBufferBuilder builder(512);
  const auto built = JsonTableBuilder(builder, &sealing).build(shape, *payload, place().at("payload"));
  if (!built) return built.failure();
  builder.Finish(flatbuffers::Offset<void>(*built));
  return taken(builder);
}

Result<Buffer> JsonCommand::encode(const Sealer& sealer) const {
  const Content& content = *content_;
  if (auto status = content.check_stream(); !status) return status.failure();
  if (auto status = content.check_submission(); !status) return status.failure();
  auto payload = content.encode_payload(sealer);
  if (!payload) return payload.failure();
  flatbuffers::FlatBufferBuilder builder(1024);
  JsonTableBuilder tables(builder, nullptr);
  tables.prepare("position", Buffer(sizeof(Position)));
  tables.prepare("payload", std::move(*payload));
  const bool signs = content.submission_count > 0 && content.submission_index == 0;
  if (signs && content.line.find("submission_signature") == nullptr) {
    tables.prepare("submission_signature", Buffer(sizeof(Signature)));
  }
  const auto built = tables.build(envelope(), content.line, content.place());
  if (!built) return built.failure();
  builder.Finish(flatbuffers::Offset<void>(*built));
  if (builder.GetSize() > event_bytes_max) {
    return content.place().refuse(RefusalCode::event_too_large, std::to_string(event_bytes_max),
                                  std::to_string(builder.GetSize()));
  }
  return taken(builder);
}

Result<bool> JsonCommand::agrees_with(const DecodedEvent& event, const Opener& opener, std::string* place) const {
  std::string recorded;
  const JsonWriting writing{event.type, nullptr, true};
  if (auto status = append_event_json(recorded, event, nullptr, writing); !status) return status.failure();
  const auto parsed = json::parse(recorded, content_->line.line);
  SHIJI_ASSERT(parsed.ok(), "what is written as JSON can be read");
  JsonComparison comparison{event.type, opener, {}};
  for (std::size_t i = 0; i < content_->given; ++i) {
    const auto& member = content_->line.members[i];
    const auto* actual = parsed->find(member.name);
    const auto inner = content_->place().at(member.name);
    const auto same = actual != nullptr ? comparison.same(member.value, *actual, inner) : Result<bool>(false);
    if (!same) return same.failure();
    if (*same) continue;
    if (place != nullptr) *place = comparison.place.empty() ? json::place(inner.line, inner.pointer) : comparison.place;
    return false;
  }
  return true;
}

}  // namespace shiji::ledger
