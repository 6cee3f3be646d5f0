#include "shiji/ledger/rules/access_rules.h"

#include "rules/identity_records.h"
#include "rules/refuse.h"
#include "rules/role_names.h"

namespace shiji::ledger {
namespace {

/// The ledger's own affairs, and who acts in it.
bool needs_administrator(EventType type) {
  if (info_of(type).written_by_owner) return false;
  if (type == EventType::identity_TeacherRegistered || type == EventType::identity_SubjectKeyCreated) return false;
  const std::string_view area = info_of(type).area;
  return area == "control" || area == "identity";
}

Status check_acts_for(const DecisionState& state, std::string_view actor, const EnrolledKey& signer) {
  if (actor == signer.actor) return done();
  if (!holds_role(state, signer.actor, role_service)) {
    return refuse(RefusalCode::not_the_actor, "/actor", signer.actor, actor);
  }
  if (!actor_registered(state, actor)) return refuse(RefusalCode::unknown_actor, "/actor", "", actor);
  return done();
}

}  // namespace

bool actor_registered(const DecisionState& state, std::string_view actor) {
  return find_actor(state, actor).has_value();
}

bool holds_role(const DecisionState& state, std::string_view actor, std::string_view role) {
  const auto record = find_role(state, actor, role);
  return record && record->held;
}

std::vector<std::string> roles_of(const DecisionState& state, std::string_view actor) {
  std::vector<std::string> out;
  for (const auto role : role_names) {
    if (holds_role(state, actor, role)) out.emplace_back(role);
  }
  return out;
}

Status check_own_signature(const DecisionState& state, const DecodedEvent& command) {
  const auto& signature = command.event.signature;
  if (!signature) return done();
  const std::string id = to_hex(signature->key_id.span());
  const auto key = key_in_force(state, signature->key_id);
  if (!key) return refuse(RefusalCode::unknown_key, "/signature/key_id", "", id);
  if (key->revoked) return refuse(RefusalCode::key_revoked, "/signature/key_id", "", id);
  if (command.event.actor == key->actor) return done();
  return refuse(RefusalCode::not_the_actor, "/actor", key->actor, command.event.actor.value_or(std::string_view()));
}

Status check_access(const DecisionState& state, const DecodedEvent& command, const KeyId& signer) {
  const auto key = key_in_force(state, signer);
  if (!key) return refuse(RefusalCode::unknown_key, "/signature/key_id", "", to_hex(signer.span()));
  return check_access(state, command, *key);
}

Status check_access(const DecisionState& state, const DecodedEvent& command, const EnrolledKey& signer) {
  if (signer.revoked) return refuse(RefusalCode::key_revoked, "/signature/key_id", "", to_hex(signer.id.span()));
  const std::string_view actor = command.event.actor.value_or(std::string_view(signer.actor));
  if (auto acts = check_acts_for(state, actor, signer); !acts) return acts;
  if (command.event.role && !holds_role(state, actor, *command.event.role)) {
    return refuse(RefusalCode::untrue_field, "/role", "a role that " + std::string(actor) + " holds",
                  *command.event.role);
  }
  if (info_of(command.type).written_by_owner && !holds_role(state, actor, role_service)) {
    return refuse(RefusalCode::no_role, "/actor", role_service, actor);
  }
  if (needs_administrator(command.type) && !holds_role(state, actor, role_administrator)) {
    return refuse(RefusalCode::no_role, "/actor", role_administrator, actor);
  }
  return done();
}

}  // namespace shiji::ledger
