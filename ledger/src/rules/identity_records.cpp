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
  return ActorRecord{StateReader(*value).number<std::uint32_t>()};
}

void put_actor(DecisionState& state, std::string_view actor, const ActorRecord& record) {
  state.put(state_keys::actor(actor), StateWriter().number(record.keys_in_force).take());
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

std::optional<RoleRecord> find_role(const DecisionState& state, std::string_view actor, std::string_view role) {
  const auto value = state.get(state_keys::role(role, actor));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  const bool held = reader.flag();
  return RoleRecord{held, std::string(reader.text())};
}

void put_role(DecisionState& state, std::string_view actor, std::string_view role, const RoleRecord& record) {
  state.put(state_keys::role(role, actor), StateWriter().flag(record.held).text(record.unit).take());
}

bool another_administrator(const DecisionState& state, std::string_view without) {
  const auto holders = state_keys::role_holders(role_administrator);
  bool found = false;
  state.scan(holders, [&](std::string_view key, std::string_view value) {
    const std::string_view actor = key.substr(holders.size());
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
  return state.get(state_keys::teacher(teacher)).has_value();
}

void put_teacher(DecisionState& state, const Subject& teacher) {
  state.put(state_keys::teacher(teacher), StateWriter().flag(true).take());
}

}  // namespace shiji::ledger
