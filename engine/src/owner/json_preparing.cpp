#include "owner/json_preparing.h"

#include "owner/chain_reading.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/subject_keys.h"

#include <algorithm>
#include <charconv>

namespace shiji::engine {

using ledger::JsonCommand;
using ledger::Refusal;
using ledger::RefusalCode;
using ledger::Subject;

namespace {

struct NewKey {
  std::size_t before_line;
  Subject subject;
  std::uint32_t key_version;
  ledger::Hash commitment;
};

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string_view data_level_of(ledger::EventType type) { return ledger::info_of(type).area == "control" ? "L1" : "L3"; }

/// Where what the line tells of belongs; of something new, where the actor works for it.
std::string default_unit(const LedgerCore& core, const JsonCommand& line, const std::optional<ledger::HeldRole>& role) {
  if (auto known = ledger::unit_of_stream(*core.index, line.stream()); known && !known->empty()) return *known;
  return role && !role->whole ? role->unit : core.identity.unit;
}

void fill_defaults(const LedgerCore& core, JsonCommand& line) {
  if (!line.gives("actor")) line.fill("actor", service_actor);
  const auto role = ledger::role_to_write(*core.index, line.text_of("actor"), line.type());
  if (!line.gives("role") && role) line.fill("role", info_of(role->role).name);
  if (!line.gives("working_unit")) {
    const auto unit = default_unit(core, line, role);
    if (!unit.empty()) line.fill("working_unit", unit);
  }
  if (!line.gives("data_level")) line.fill("data_level", data_level_of(line.type()));
}

/// The key is made for `line`, so it is that line's actor who says so: a client's key signs for nobody else.
ledger::Buffer key_created_event(const NewKey& key, const JsonCommand& line, const std::string& id, std::uint32_t index,
                                 std::uint32_t count) {
  const auto actor = line.text_of("actor");
  const auto role = line.text_of("role");
  const auto stream = "subject/" + ledger::to_hex(key.subject.span());
  const auto payload = ledger::encode_payload(ledger::identity::SubjectKeyCreated{
      .subject = key.subject, .key_version = key.key_version, .commitment = key.commitment});
  ledger::Event event{};
  event.stream = stream;
  event.type = ledger::name_of(ledger::EventType::identity_SubjectKeyCreated);
  event.payload = payload;
  event.submission = ledger::SubmissionPart{.id = id, .index = index, .count = count};
  event.actor = actor;
  if (!role.empty()) event.role = role;
  event.data_level = ledger::DataLevel::L3;
  if (index == 0) event.submission_signature = ledger::Signature{};
  return ledger::encode_event(event);
}

/// Seals on the way and notes which keys the ledger does not know yet.
class Sealing {
 public:
  explicit Sealing(LedgerCore& core) : core_(core) {}

  [[nodiscard]] JsonCommand::Sealer sealer(std::size_t line) {
    return [this, line](ledger::EventType type, std::string_view field, const Subject& subject,
                        std::string_view plaintext) -> ledger::Result<JsonCommand::SealedValue> {
      auto sealed = seal_with_vault(core_, type, field, subject, plaintext);
      if (!sealed) return sealed.failure();
      note(line, subject, *sealed);
      return JsonCommand::SealedValue{subject, sealed->key_version, sealed->nonce, std::move(sealed->ciphertext)};
    };
  }

  [[nodiscard]] const std::vector<NewKey>& new_keys() const { return new_keys_; }

 private:
  void note(std::size_t line, const Subject& subject, const Owner::SealedValue& sealed) {
    if (!sealed.key_created) return;
    const auto same = [&](const NewKey& key) { return key.subject == subject; };
    if (std::any_of(new_keys_.begin(), new_keys_.end(), same)) return;
    new_keys_.push_back({line, subject, sealed.key_version, sealed.commitment});
  }

  LedgerCore& core_;
  std::vector<NewKey> new_keys_;
};

}  // namespace

ledger::Result<std::vector<JsonCommand>> parse_lines(std::string_view text) {
  std::vector<JsonCommand> lines;
  std::uint64_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (is_blank(line)) continue;
    if (lines.size() == submission_events_max) {
      return Refusal{RefusalCode::submission_too_large, "line " + std::to_string(number),
                     std::to_string(submission_events_max) + " events", "more"};
    }
    auto command = JsonCommand::parse(line, number);
    if (!command) return command.failure();
    lines.push_back(std::move(*command));
  }
  if (lines.empty()) return Refusal{RefusalCode::submission_empty, "", "1", "0"};
  return lines;
}

ledger::Result<PreparedLines> prepare_lines(LedgerCore& core, std::vector<JsonCommand> lines, const std::string& id) {
  for (auto& line : lines) fill_defaults(core, line);
  // The number of events is known only when it is known which keys are new: a first round seals, a second one numbers.
  Sealing sealing(core);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].set_submission(id, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(lines.size()));
    if (auto tried = lines[i].encode(sealing.sealer(i)); !tried) return tried.failure();
  }
  const auto keys = sealing.new_keys();
  const auto count = static_cast<std::uint32_t>(lines.size() + keys.size());
  PreparedLines prepared;
  auto& submission = prepared.submission;
  auto key = keys.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (; key != keys.end() && key->before_line == i; ++key) {
      const auto index = static_cast<std::uint32_t>(submission.events.size());
      prepared.line_of_event.push_back(lines[i].line());
      submission.events.push_back(key_created_event(*key, lines[i], id, index, count));
    }
    lines[i].set_submission(id, static_cast<std::uint32_t>(submission.events.size()), count);
    auto bytes = lines[i].encode(sealing.sealer(i));
    if (!bytes) return bytes.failure();
    prepared.line_of_event.push_back(lines[i].line());
    submission.events.push_back(std::move(*bytes));
  }
  return prepared;
}

ledger::Failure told_by_line(ledger::Failure failure, const std::vector<std::uint64_t>& line_of_event) {
  constexpr std::string_view word = "event ";
  auto* refusal = std::get_if<Refusal>(&failure);
  if (refusal == nullptr || !refusal->place.starts_with(word)) return failure;
  std::size_t event = 0;
  const char* begin = refusal->place.data() + word.size();
  const auto [end, problem] = std::from_chars(begin, refusal->place.data() + refusal->place.size(), event);
  if (problem != std::errc() || event >= line_of_event.size()) return failure;
  refusal->place = "line " + std::to_string(line_of_event[event]) + std::string(end);
  return failure;
}

ledger::Status lines_agree(const LedgerCore& core, const std::vector<JsonCommand>& lines, const std::string& id,
                           const SubmissionEntry& entry, const JsonCommand::Opener& opener) {
  std::size_t line = 0;
  ledger::Status outcome = ledger::done();
  const auto differs = [&](std::string place) {
    return Refusal{RefusalCode::submission_id_taken, std::move(place), id, id};
  };
  const auto compare = [&](const RecordedEvent& recorded) {
    if (!recorded.event.event.submission) return true;  // added by rules
    const bool key_in_front = recorded.event.type == ledger::EventType::identity_SubjectKeyCreated &&
                              (line == lines.size() || lines[line].type() != recorded.event.type);
    if (key_in_front) return true;
    std::string place = "line " + std::to_string(line + 1);
    if (line == lines.size()) {
      outcome = differs(place);
      return false;
    }
    auto agrees = lines[line].agrees_with(recorded.event, opener, &place);
    if (!agrees) {
      outcome = agrees.failure();
    } else if (!*agrees) {
      outcome = differs(place);
    }
    ++line;
    return outcome.ok();
  };
  auto read = read_events(*core.chain, entry.first, {entry.first.value + entry.events}, compare);
  if (!read) return read;
  if (outcome && line != lines.size()) return differs("line " + std::to_string(line + 1));
  return outcome;
}

ledger::Result<Owner::SealedValue> seal_with_vault(LedgerCore& core, ledger::EventType type, std::string_view field,
                                                   const Subject& subject, std::string_view plaintext) {
  if (!core.vault) return ledger::Error{ledger::ErrorCode::read_only, core.directory, "the vault is not open"};
  auto key = core.vault->key_for_sealing(subject);
  if (!key) return key.failure();
  Owner::SealedValue value{};
  value.key_version = key->key_version;
  core.options.environment.entropy->fill(value.nonce.bytes);
  const ledger::SealContext context{core.identity.origin_digest, subject, key->key_version, ledger::name_of(type),
                                    field};
  value.ciphertext = ledger::seal(key->key, context, value.nonce, plaintext);
  // What counts is whether the ledger knows the key, not whether the vault made it just now: a refused submission may
  // have left a key that no event names yet.
  value.key_created = ledger::subject_key_version(*core.index, subject) < key->key_version;
  value.commitment = ledger::key_commitment(key->key);
  return value;
}

ledger::Result<std::string> open_with_vault(const LedgerCore& core, ledger::EventType type, std::string_view field,
                                            const ledger::Sealed& sealed) {
  if (!core.vault) return ledger::Error{ledger::ErrorCode::key_missing, core.directory, "the vault is not open"};
  auto key = core.vault->key_for_opening(sealed.subject, sealed.key_version);
  if (!key) return key.failure();
  const ledger::SealContext context{core.identity.origin_digest, sealed.subject, sealed.key_version,
                                    ledger::name_of(type), field};
  return ledger::open(*key, context, sealed.nonce, sealed.ciphertext);
}

}  // namespace shiji::engine
