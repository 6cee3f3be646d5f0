#include "rules/rule_ledger.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/events/json.h"
#include "shiji/ledger/events/signing.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace shiji::tests {

Time shanghai(std::string_view date, std::string_view time) {
  const auto midnight = date_from_text(date);
  REQUIRE(midnight);
  const std::string text(time);
  const std::int64_t minutes = std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3, 2)) - 8 * 60;
  return Time{(std::int64_t{midnight->value} * 24 * 60 + minutes) * 60'000'000};
}

Time plus_seconds(Time time, std::int64_t seconds) { return Time{time.value + seconds * 1'000'000}; }

Subject subject(std::uint8_t number) {
  Subject out;
  out.bytes.fill(0x5a);
  out.bytes[0] = number;
  return out;
}

std::string hex(const Subject& id) { return to_hex(id.span()); }

SecretKey secret_key(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed[0] = number;
  return SecretKey::from_seed(seed);
}

SecretKey ledger_key(std::uint8_t number) { return secret_key(static_cast<std::uint8_t>(200 + number)); }

std::string_view built_in(std::string_view file) {
  for (const auto& document : built_in_documents()) {
    if (document.file == file) return document.text;
  }
  FAIL("no built-in document " << file);
  return {};
}

Buffer RuleLedger::command_bytes(const std::string& stream, EventType type, Bytes payload, const Envelope& envelope) {
  Event event;
  event.position = envelope.position;
  event.stream = stream;
  event.type = name_of(type);
  event.payload = payload;
  event.actor = envelope.actor;
  event.role = envelope.role;
  event.working_unit = envelope.working_unit;
  event.occurred_at = envelope.occurred_at;
  event.causation = envelope.causation;
  return encode_event(event);
}

std::string RuleLedger::send_bytes(Buffer bytes) {
  refusal.reset();
  added.clear();
  const auto decoded = decode_event(bytes);
  if (!decoded) return refused(decoded.failure());
  last_type = decoded->type;
  if (auto form = check_command(*decoded); !form) return refused(form.failure());
  if (auto alone = check_alone(*decoded); !alone) return refused(alone.failure());
  if (signer) {
    if (auto allowed = check_access(state, *decoded, *signer); !allowed) return refused(allowed.failure());
  }
  auto decided = decider_->decide(state, *decoded, now);
  if (!decided) return refused(decided.failure());
  record(std::move(bytes));
  for (const auto& event : *decided) {
    record(command_bytes(event.stream, event.type, event.payload, {}));
  }
  added = std::move(*decided);
  return "accepted";
}

std::string RuleLedger::refused(const Failure& failure) {
  REQUIRE(std::holds_alternative<Refusal>(failure));
  refusal = std::get<Refusal>(failure);
  return std::string(text_of(refusal->code).name);
}

void RuleLedger::record(Buffer bytes) {
  const auto offsets = patch_offsets(*decode_event(bytes));
  Position position;
  position.sequence = {events.size()};
  position.version = {versions_[std::string(decode_event(bytes)->event.stream)]++};
  position.recorded_at = now;
  patch_position(bytes, offsets, position);
  events.push_back(std::move(bytes));
  decider_->fold(state, *decode_event(events.back()));
}

Hash RuleLedger::carry_document(Bytes text) {
  constexpr std::size_t part_bytes = 48 * 1024;
  const auto parts = static_cast<std::uint32_t>((text.size() + part_bytes - 1) / part_bytes);
  const Hash digest = sha256(text);
  for (std::uint32_t part = 0; part < parts; ++part) {
    const Bytes bytes = text.subspan(part * part_bytes, std::min(part_bytes, text.size() - part * part_bytes));
    const auto answer = send("document/" + to_hex(digest.span()),
                             control::DocumentPart{.digest = digest, .part = part, .parts = parts, .bytes = bytes});
    REQUIRE(answer == "accepted");
  }
  return digest;
}

std::string RuleLedger::adopt_rules(std::string_view name, std::uint32_t version, std::string_view json,
                                    std::string_view from, std::string_view until) {
  const Hash digest = carry_document({reinterpret_cast<const std::uint8_t*>(json.data()), json.size()});
  return send("rules/" + std::string(name),
              control::RuleSetAdopted{.name = name,
                                      .version = version,
                                      .digest = digest,
                                      .effective_from = *date_from_text(from),
                                      .effective_until = until.empty() ? std::nullopt : date_from_text(until)});
}

std::string RuleLedger::create() {
  const auto key = to_text(verifier_key(origin_, ledger_key(0).public_key()));
  return send("ledger", control::LedgerCreated{.format = 1,
                                               .origin = origin_,
                                               .unit = "37/3701/370112",
                                               .hash_algorithm = HashAlgorithm::sha256,
                                               .signature_algorithm = SignatureAlgorithm::ed25519,
                                               .verifier_key = key,
                                               .demo = true});
}

std::string RuleLedger::enrol(const std::string& actor, const SecretKey& key) {
  const Buffer proven = key_proof_bytes(sha256(std::string_view(origin_)), actor, key.public_key());
  return send("actor/" + actor, identity::KeyEnrolled{.actor = actor,
                                                      .algorithm = SignatureAlgorithm::ed25519,
                                                      .public_key = key.public_key(),
                                                      .proof = key.sign(proven)});
}

std::string RuleLedger::register_teacher(const Subject& teacher) {
  send("subject/" + hex(teacher), identity::SubjectKeyCreated{.subject = teacher, .key_version = 1, .commitment = {}});
  const Buffer ciphertext(20);
  return send("teacher/" + hex(teacher),
              identity::TeacherRegistered{.teacher = teacher,
                                          .name = {.subject = teacher, .key_version = 1, .ciphertext = ciphertext},
                                          .stage = identity::Stage::primary,
                                          .subject_code = "SB0101",
                                          .kind = identity::TeacherKind::teacher});
}

void RuleLedger::schedule(const std::string& id, bool sign_out_required) {
  const std::array units{
      training::SessionUnit{shanghai("2023-09-04", "09:00"), shanghai("2023-09-04", "09:45")},
      training::SessionUnit{shanghai("2023-09-04", "10:00"), shanghai("2023-09-04", "10:45")},
  };
  REQUIRE(send("session/" + id, training::SessionScheduled{.title = "备课",
                                                           .level = Level::county,
                                                           .venue = "历城",
                                                           .units = units,
                                                           .sign_out_required = sign_out_required}) == "accepted");
  const std::array teachers{subject(1), subject(2)};
  REQUIRE(send("session/" + id, training::RosterFixed{.teachers = teachers}) == "accepted");
}

RuleLedger RuleLedger::furnished() {
  RuleLedger out;
  out.now = shanghai("2023-09-01", "08:00");
  REQUIRE(out.create() == "accepted");
  std::uint8_t number = 0;
  for (const std::string actor : {"ada", "gate"}) {
    const auto kind = actor == "ada" ? identity::ActorKind::person : identity::ActorKind::service;
    REQUIRE(out.send("actor/" + actor, identity::ActorRegistered{.actor = actor, .kind = kind}) == "accepted");
    REQUIRE(out.enrol(actor, secret_key(++number)) == "accepted");
    const std::string_view role = actor == "ada" ? role_administrator : role_service;
    REQUIRE(out.send("actor/" + actor, identity::RoleGranted{.actor = actor, .role = role}) == "accepted");
  }
  REQUIRE(out.adopt_rules("ATTEND-DEMO", 1, built_in("rules/attendance.json")) == "accepted");
  for (std::uint8_t teacher = 1; teacher <= 3; ++teacher) {
    REQUIRE(out.register_teacher(subject(teacher)) == "accepted");
  }
  REQUIRE(out.send("school/2137000001",
                   employment::SchoolOpened{
                       .code = "2137000001", .name = "实验小学", .unit = "37/3701/370112/2137000001"}) == "accepted");
  return out;
}

std::string RuleLedger::state_bytes() const {
  std::string out;
  state.scan("", [&](std::string_view key, std::string_view value) {
    out.append(std::to_string(key.size())).append(":").append(key);
    out.append(std::to_string(value.size())).append("=").append(value);
    return true;
  });
  return out;
}

void check_rows(const std::vector<RuleRow>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    RuleLedger ledger = RuleLedger::furnished();
    CHECK(row.act(ledger) == row.answer);
  }
}

}  // namespace shiji::tests
