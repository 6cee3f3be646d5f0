#include "shiji/ledger/events/logged_refusal.h"

#include "events/json_value.h"
#include "events/text_check.h"
#include "shiji/ledger/events/codec.h"

#include <charconv>

namespace shiji::ledger {
namespace {

/// What was refused may hold anything: what is not plain text is left out, what is long is cut between two characters.
std::string kept_text(std::string_view text) {
  if (!is_plain_text(text)) return {};
  if (text.size() <= refusal_text_max) return std::string(text);
  std::size_t end = refusal_text_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

void note_subject(LoggedRefusal& refusal, const Subject& subject) {
  if (refusal.subjects.size() < refusal_subjects_max) refusal.subjects.push_back(subject);
}

std::string_view text_member(const json::Value& object, std::string_view name) {
  const auto* value = object.find(name);
  return value == nullptr || value->kind != json::Kind::text ? std::string_view() : std::string_view(value->text);
}

/// What an event's command line and a log's line have in common.
void note_envelope(LoggedRefusal& refusal, const json::Value& line) {
  refusal.actor = kept_text(text_member(line, "actor"));
  refusal.working_unit = kept_text(text_member(line, "working_unit"));
  refusal.occurred_at = time_from_text(text_member(line, "occurred_at"));
  refusal.business_date = date_from_text(text_member(line, "business_date"));
  const auto* subjects = line.find("subjects");
  if (subjects == nullptr) return;
  for (const auto& item : subjects->items) {
    if (item.kind != json::Kind::text) continue;
    if (const auto subject = fixed_from_hex<Subject>(item.text)) note_subject(refusal, *subject);
  }
}

void note_stream(LoggedRefusal& refusal, EventType type, std::string_view stream) {
  if (is_stream_of(type, stream)) refusal.stream = kept_text(stream);
}

void append_member(std::string& line, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  line += ',';
  json::append_text(line, name);
  line += ':';
  json::append_text(line, text);
}

}  // namespace

LoggedRefusal logged_refusal(const Refusal& refusal, Time at, std::string_view submission) {
  LoggedRefusal logged;
  logged.recorded_at = at;
  logged.code = static_cast<std::uint16_t>(refusal.code);
  logged.name = std::string(text_of(refusal.code).name);
  logged.place = kept_text(refusal.place);
  logged.expected = kept_text(refusal.expected);
  logged.submission = kept_text(submission);
  return logged;
}

void note_event(LoggedRefusal& refusal, const DecodedEvent& decoded) {
  const Event& event = decoded.event;
  if (event.submission) refusal.submission = kept_text(event.submission->id);
  refusal.type = kept_text(event.type);
  note_stream(refusal, decoded.type, event.stream);
  refusal.actor = kept_text(event.actor.value_or(std::string_view()));
  refusal.working_unit = kept_text(event.working_unit.value_or(std::string_view()));
  for (const auto& subject : event.subjects) note_subject(refusal, subject);
  refusal.occurred_at = event.occurred_at;
  refusal.business_date = event.business_date;
}

void note_command(LoggedRefusal& refusal, std::string_view json_line) {
  const auto line = json::parse(json_line, 1);
  if (!line) return;
  note_envelope(refusal, *line);
  const auto type = event_type_of(text_member(*line, "type"));
  if (type == EventType::unknown) return;  // a text that is no type may be anything
  refusal.type = std::string(name_of(type));
  note_stream(refusal, type, text_member(*line, "stream"));
}

std::string refusal_line(const LoggedRefusal& refusal) {
  std::string line =
      R"({"recorded_at":")" + to_text(refusal.recorded_at) + R"(","code":)" + std::to_string(refusal.code);
  append_member(line, "name", refusal.name);
  append_member(line, "place", refusal.place);
  append_member(line, "expected", refusal.expected);
  append_member(line, "submission", refusal.submission);
  append_member(line, "type", refusal.type);
  append_member(line, "stream", refusal.stream);
  append_member(line, "actor", refusal.actor);
  append_member(line, "working_unit", refusal.working_unit);
  if (!refusal.subjects.empty()) {
    line += R"(,"subjects":)";
    char before = '[';
    for (const auto& subject : refusal.subjects) {
      line += before;
      json::append_text(line, to_hex(subject.span()));
      before = ',';
    }
    line += ']';
  }
  if (refusal.occurred_at) append_member(line, "occurred_at", to_text(*refusal.occurred_at));
  if (refusal.business_date) append_member(line, "business_date", to_text(*refusal.business_date));
  return line + '}';
}

std::optional<LoggedRefusal> refusal_from_line(std::string_view line) {
  const auto parsed = json::parse(line, 1);
  if (!parsed) return std::nullopt;
  LoggedRefusal refusal;
  const auto time = time_from_text(text_member(*parsed, "recorded_at"));
  const auto* code = parsed->find("code");
  if (!time || code == nullptr || code->kind != json::Kind::number) return std::nullopt;
  const char* const end = code->text.data() + code->text.size();
  const auto [read_to, problem] = std::from_chars(code->text.data(), end, refusal.code);
  if (problem != std::errc() || read_to != end) return std::nullopt;
  refusal.recorded_at = *time;
  refusal.name = text_member(*parsed, "name");
  refusal.place = text_member(*parsed, "place");
  refusal.expected = text_member(*parsed, "expected");
  refusal.submission = text_member(*parsed, "submission");
  refusal.type = text_member(*parsed, "type");
  refusal.stream = text_member(*parsed, "stream");
  note_envelope(refusal, *parsed);
  return refusal;
}

}  // namespace shiji::ledger
