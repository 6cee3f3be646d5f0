// Actors, their keys and their roles.
#include "rules/identity_records.h"
#include "rules/ledger_record.h"
#include "rules/refuse.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/signing.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace shiji::ledger {
namespace {

Status check_registered(const RuleContext& context, std::string_view actor) {
  if (auto fits = stream_names(context, actor); !fits) return fits;
  if (find_actor(context.state, actor)) return done();
  return refuse(RefusalCode::unknown_actor, "/payload/actor", "", actor);
}

Status check_actor(const RuleContext& context, const identity::ActorRegistered& registered) {
  if (auto fits = stream_names(context, registered.actor); !fits) return fits;
  if (!find_actor(context.state, registered.actor)) return done();
  return refuse(RefusalCode::actor_exists, "/payload/actor", "", registered.actor);
}

void fold_actor(DecisionState& state, const DecodedEvent& event, std::string_view,
                const identity::ActorRegistered& registered) {
  put_actor(state, registered.actor, {.keys_in_force = 0, .unit = std::string(event.event.working_unit.value_or(""))});
}

Status check_enrolled(const RuleContext& context, const identity::KeyEnrolled& enrolled) {
  if (auto known = check_registered(context, enrolled.actor); !known) return known;
  if (enrolled.algorithm != SignatureAlgorithm::ed25519) {
    return refuse(RefusalCode::out_of_range, "/payload/algorithm", "ed25519", name_of(enrolled.algorithm));
  }
  const KeyId id = key_id_of(enrolled.public_key);
  if (key_in_force(context.state, id)) {
    return refuse(RefusalCode::key_exists, "/payload/public_key", "", to_hex(id.span()));
  }
  const auto ledger = find_ledger(context.state);
  const Hash origin_digest = ledger ? ledger->origin_digest : sha256(context.origin);
  const Buffer proven = key_proof_bytes(origin_digest, enrolled.actor, enrolled.public_key);
  if (!signature_holds(enrolled.public_key, proven, enrolled.proof)) {
    return refuse(RefusalCode::bad_proof_of_possession, "/payload/proof");
  }
  return done();
}

void fold_enrolled(DecisionState& state, const DecodedEvent& event, std::string_view,
                   const identity::KeyEnrolled& enrolled) {
  EnrolledKey key;
  key.id = key_id_of(enrolled.public_key);
  key.actor = enrolled.actor;
  key.public_key = enrolled.public_key;
  key.since = event.event.position.sequence;
  put_key(state, key);
  auto actor = find_actor(state, enrolled.actor).value_or(ActorRecord{});
  ++actor.keys_in_force;
  put_actor(state, enrolled.actor, actor);
}

bool administers_all(const std::vector<HeldRole>& roles) {
  return std::any_of(roles.begin(), roles.end(),
                     [](const HeldRole& held) { return held.role == Role::administrator && held.whole; });
}

Status check_revoked(const RuleContext& context, const identity::KeyRevoked& revoked) {
  if (auto known = check_registered(context, revoked.actor); !known) return known;
  const auto key = key_in_force(context.state, revoked.key_id);
  if (!key || key->actor != revoked.actor) {
    return refuse(RefusalCode::unknown_key, "/payload/key_id", "a key of " + std::string(revoked.actor),
                  to_hex(revoked.key_id.span()));
  }
  if (key->revoked) return refuse(RefusalCode::key_revoked, "/payload/key_id", "", to_hex(revoked.key_id.span()));
  if (revoked.compromised_since && revoked.reason != identity::RevocationReason::compromised) {
    return refuse(RefusalCode::untrue_field, "/payload/compromised_since", "only of a compromised key",
                  to_text(*revoked.compromised_since));
  }
  if (revoked.compromised_since && *revoked.compromised_since > context.now) {
    return refuse(RefusalCode::out_of_range, "/payload/compromised_since", "at most " + to_text(context.now),
                  to_text(*revoked.compromised_since));
  }
  const auto actor = find_actor(context.state, revoked.actor);
  const bool last_key = actor && actor->keys_in_force == 1;
  if (last_key && administers_all(roles_of(context.state, revoked.actor)) &&
      !another_administrator(context.state, revoked.actor)) {
    return refuse(RefusalCode::last_administrator, "/payload/key_id", "", revoked.actor);
  }
  return done();
}

void fold_revoked(DecisionState& state, const DecodedEvent& event, std::string_view,
                  const identity::KeyRevoked& revoked) {
  auto key = key_in_force(state, revoked.key_id);
  if (!key) return;
  key->revoked = true;
  key->revoked_at = event.event.position.sequence;
  key->compromised_since = revoked.compromised_since;
  put_key(state, *key);
  auto actor = find_actor(state, key->actor).value_or(ActorRecord{1, {}});
  --actor.keys_in_force;
  put_actor(state, key->actor, actor);
}

/// A role and a unit that there are.
template <typename P>
Status check_role(const RuleContext& context, const P& payload) {
  if (auto known = check_registered(context, payload.actor); !known) return known;
  if (!role_of(payload.role)) {
    return refuse(RefusalCode::role_unknown, "/payload/role", role_names(), payload.role);
  }
  if (payload.unit && !is_unit_path(*payload.unit)) {
    return refuse(RefusalCode::out_of_range, "/payload/unit", "codes separated by '/'", *payload.unit);
  }
  return done();
}

template <typename P>
auto find_held(std::vector<HeldRole>& roles, const P& payload) {
  return std::find_if(roles.begin(), roles.end(), [&](const HeldRole& held) {
    return held.role == role_of(payload.role) && held.unit == payload.unit.value_or("");
  });
}

Status check_granted(const RuleContext& context, const identity::RoleGranted& granted) {
  if (auto sound = check_role(context, granted); !sound) return sound;
  auto roles = roles_of(context.state, granted.actor);
  if (find_held(roles, granted) == roles.end()) return done();
  return refuse(RefusalCode::role_held, "/payload/role", "a role not held there yet", granted.role);
}

void fold_granted(DecisionState& state, const DecodedEvent&, std::string_view, const identity::RoleGranted& granted) {
  const auto role = role_of(granted.role);
  if (!role) return;
  const auto ledger = find_ledger(state).value_or(LedgerRecord{});
  const std::string unit(granted.unit.value_or(""));
  auto roles = roles_of(state, granted.actor);
  roles.push_back({*role, unit, unit.empty() || covers(unit, ledger.unit)});
  std::sort(roles.begin(), roles.end(),
            [](const HeldRole& a, const HeldRole& b) { return std::tie(a.role, a.unit) < std::tie(b.role, b.unit); });
  put_roles(state, granted.actor, roles);
}

Status check_role_revoked(const RuleContext& context, const identity::RoleRevoked& revoked) {
  if (auto sound = check_role(context, revoked); !sound) return sound;
  auto roles = roles_of(context.state, revoked.actor);
  const auto held = find_held(roles, revoked);
  if (held == roles.end()) {
    return refuse(RefusalCode::role_held, "/payload/role", "a role held there", revoked.role);
  }
  roles.erase(held);
  if (administers_all(roles_of(context.state, revoked.actor)) && !administers_all(roles) &&
      !another_administrator(context.state, revoked.actor)) {
    return refuse(RefusalCode::last_administrator, "/payload/role", "", revoked.actor);
  }
  return done();
}

void fold_role_revoked(DecisionState& state, const DecodedEvent&, std::string_view,
                       const identity::RoleRevoked& revoked) {
  auto roles = roles_of(state, revoked.actor);
  const auto held = find_held(roles, revoked);
  if (held == roles.end()) return;
  roles.erase(held);
  put_roles(state, revoked.actor, roles);
}

}  // namespace

std::span<const Rule> actor_rules() {
  static constexpr std::array rules{
      rule<identity::ActorRegistered, check_actor, fold_actor>(),
      rule<identity::KeyEnrolled, check_enrolled, fold_enrolled>(),
      rule<identity::KeyRevoked, check_revoked, fold_revoked>(),
      rule<identity::RoleGranted, check_granted, fold_granted>(),
      rule<identity::RoleRevoked, check_role_revoked, fold_role_revoked>(),
  };
  return rules;
}

}  // namespace shiji::ledger
