#include "rules/identity_records.h"

#include "rules/state_keys.h"

namespace shiji::ledger {
namespace {

EnrolledKey read_key(std::string_view key, std::string_view value) {
  EnrolledKey out;
  out.id = StateReader(key.substr(state_keys::keys.size())).fixed<KeyId>();
  StateReader reader(value);
  out.public_key = reader.fixed<PublicKey>();
  out.since = {reader.number<std::uint64_t>()};
  out.revoked = reader.flag();
  out.revoked_at = {reader.number<std::uint64_t>()};
  if (const auto since = reader.optional_number<std::int64_t>()) out.compromised_since = Time{*since};
  out.actor = reader.text();
  return out;
}

}  // namespace

std::optional<ActorRecord> find_actor(const DecisionState& state, std::string_view actor) {
  const auto value = state.get(state_keys::actor(actor));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  const auto keys = reader.number<std::uint32_t>();
  return ActorRecord{keys, std::string(reader.text())};
}

void put_actor(DecisionState& state, std::string_view actor, const ActorRecord& record) {
  state.put(state_keys::actor(actor), StateWriter().number(record.keys_in_force).text(record.unit).take());
}

std::optional<EnrolledKey> key_in_force(const DecisionState& state, const KeyId& id) {
  const auto key = state_keys::key(id);
  const auto value = state.get(key);
  if (!value) return std::nullopt;
  return read_key(key, *value);
}

void each_key(const DecisionState& state, const std::function<bool(const EnrolledKey&)>& visit) {
  state.scan(state_keys::keys,
             [&](std::string_view key, std::string_view value) { return visit(read_key(key, value)); });
}

void put_key(DecisionState& state, const EnrolledKey& key) {
  StateWriter writer;
  writer.bytes(key.public_key.span()).number(key.since.value).flag(key.revoked).number(key.revoked_at.value);
  writer.optional_number(key.compromised_since ? std::optional(key.compromised_since->value) : std::nullopt);
  state.put(state_keys::key(key.id), writer.text(key.actor).take());
}

std::vector<HeldRole> roles_of(const DecisionState& state, std::string_view actor) {
  std::vector<HeldRole> out;
  const auto value = state.get(state_keys::roles(actor));
  if (!value) return out;
  StateReader reader(*value);
  while (!reader.at_end()) {
    const auto role = role_of(reader.text());
    const std::string_view unit = reader.text();
    const bool whole = reader.flag();
    if (role) out.push_back({*role, std::string(unit), whole});  // of a later build: nothing rests on it here
  }
  return out;
}

void put_roles(DecisionState& state, std::string_view actor, const std::vector<HeldRole>& roles) {
  StateWriter writer;
  bool administers = false;
  for (const auto& held : roles) {
    writer.text(info_of(held.role).name).text(held.unit).flag(held.whole);
    administers = administers || (held.role == Role::administrator && held.whole);
  }
  state.put(state_keys::roles(actor), writer.take());
  const auto administrator = state_keys::administrator(actor);
  if (administers || state.has(administrator)) state.put(administrator, StateWriter().flag(administers).take());
}

bool another_administrator(const DecisionState& state, std::string_view without) {
  bool found = false;
  state.scan(state_keys::administrators, [&](std::string_view key, std::string_view value) {
    const std::string_view actor = key.substr(state_keys::administrators.size());
    if (actor == without || !StateReader(value).flag()) return true;
    const auto record = find_actor(state, actor);
    found = record && record->keys_in_force > 0;
    return !found;
  });
  return found;
}

std::uint32_t subject_key_version(const DecisionState& state, const Subject& subject) {
  const auto value = state.get(state_keys::subject(subject));
  return value ? StateReader(*value).number<std::uint32_t>() : 0;
}

void put_subject_key_version(DecisionState& state, const Subject& subject, std::uint32_t version) {
  state.put(state_keys::subject(subject), StateWriter().number(version).take());
}

bool teacher_registered(const DecisionState& state, const Subject& teacher) {
  return state.has(state_keys::teacher(teacher));
}

std::optional<TeacherRecord> find_teacher(const DecisionState& state, const Subject& teacher) {
  const auto value = state.get(state_keys::teacher(teacher));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  TeacherRecord out{std::string(reader.text()), {}};
  while (!reader.at_end()) out.schools.emplace_back(reader.text());
  return out;
}

void put_teacher(DecisionState& state, const Subject& teacher, const TeacherRecord& record) {
  StateWriter writer;
  writer.text(record.unit);
  for (const auto& school : record.schools) writer.text(school);
  state.put(state_keys::teacher(teacher), writer.take());
}

}  // namespace shiji::ledger
