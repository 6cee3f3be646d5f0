#include "shiji/ledger/rules/access_rules.h"

#include "rules/concerned_units.h"
#include "rules/form_rules.h"
#include "rules/identity_records.h"
#include "rules/refuse.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

bool holds(const std::vector<HeldRole>& roles, Role role) {
  return std::any_of(roles.begin(), roles.end(), [&](const HeldRole& held) { return held.role == role; });
}

bool serves_whole(const std::vector<HeldRole>& roles) {
  return std::any_of(roles.begin(), roles.end(),
                     [](const HeldRole& held) { return held.role == Role::service && held.whole; });
}

bool reaches(const std::vector<HeldRole>& roles, std::string_view unit) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const HeldRole& held) { return held.whole || (!unit.empty() && covers(held.unit, unit)); });
}

bool reaches(const std::vector<HeldRole>& roles, const ConcernedUnits& concerned) {
  const auto reached = [&](const std::string& unit) { return reaches(roles, unit); };
  const auto& units = concerned.units;
  switch (concerned.needed) {
    case ConcernedUnits::Needed::none:
      return true;
    case ConcernedUnits::Needed::any:
      return std::any_of(units.begin(), units.end(), reached);
    case ConcernedUnits::Needed::all:
      return std::all_of(units.begin(), units.end(), reached);
  }
  return false;
}

std::string unit_text(std::string_view unit) { return unit.empty() ? "the whole ledger" : std::string(unit); }

std::string text_of(const std::vector<HeldRole>& roles) {
  std::string out;
  for (const auto& held : roles) {
    out.append(out.empty() ? "" : ", ").append(info_of(held.role).name);
    if (!held.whole) out.append(" of ").append(held.unit);
  }
  return out.empty() ? "no role" : out;
}

std::string text_of(const ConcernedUnits& concerned) {
  std::string out;
  const std::string_view between = concerned.needed == ConcernedUnits::Needed::all ? " and " : " or ";
  for (const auto& unit : concerned.units) out.append(out.empty() ? "" : between).append(unit_text(unit));
  return out;
}

bool is_named(const HeldRole& held, const Event& event) {
  return !event.role || *event.role == info_of(held.role).name;
}

/// Of the roles held, or of the one the event names, those that may write its type.
bool applies(const HeldRole& held, const DecodedEvent& command) {
  return is_named(held, command.event) && may_write(held.role, command.type);
}

/// Enrolling and revoking its own keys is every actor's right: how else would it rotate them?
bool is_own_key(const DecodedEvent& command, std::string_view actor) {
  if (command.type != EventType::identity_KeyEnrolled && command.type != EventType::identity_KeyRevoked) return false;
  return name_in_stream(command.event.stream, "actor") == actor;
}

}  // namespace

bool actor_registered(const DecisionState& state, std::string_view actor) {
  return find_actor(state, actor).has_value();
}

std::optional<HeldRole> role_to_write(const DecisionState& state, std::string_view actor, EventType type) {
  std::optional<HeldRole> out;
  for (auto& held : roles_of(state, actor)) {
    if (may_write(held.role, type) && (!out || (held.whole && !out->whole))) out = std::move(held);
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

const AccessCheck::Standing& AccessCheck::standing_of(std::string_view actor) {
  auto& standing = actor == key_->actor ? own_ : other_;
  if (!standing || standing->actor != actor) standing = Standing{std::string(actor), roles_of(state_, actor)};
  return *standing;
}

Status AccessCheck::check_acts_for(std::string_view actor) {
  if (actor == key_->actor) return done();
  if (!holds(standing_of(key_->actor).roles, Role::service)) {
    return refuse(RefusalCode::not_the_actor, "/actor", key_->actor, actor);
  }
  if (other_ && other_->actor == actor) return done();
  if (!actor_registered(state_, actor)) return refuse(RefusalCode::unknown_actor, "/actor", "", actor);
  return done();
}

Status AccessCheck::check_role_reaches(const DecodedEvent& command, std::string_view actor,
                                       const ConcernedUnits& concerned) {
  std::vector<HeldRole> roles;
  for (const auto& held : standing_of(actor).roles) {
    if (applies(held, command)) roles.push_back(held);
  }
  if (reaches(roles, concerned)) return done();
  const bool further = concerned.needed == ConcernedUnits::Needed::all && reaches(roles, concerned.units.front());
  const auto code = further ? RefusalCode::actor_reaches_further : RefusalCode::outside_unit;
  return refuse(code, "/actor", "a role over " + text_of(concerned), std::string(actor) + ": " + text_of(roles));
}

Status AccessCheck::check_service_reaches(const ConcernedUnits& concerned) {
  std::vector<HeldRole> service;
  for (const auto& held : standing_of(key_->actor).roles) {
    if (held.role == Role::service) service.push_back(held);
  }
  if (reaches(service, concerned)) return done();
  return refuse(RefusalCode::service_outside_unit, "/signature/key_id", "a service over " + text_of(concerned),
                key_->actor + ": " + text_of(service));
}

Status AccessCheck::allows(const DecodedEvent& command) {
  if (!key_) key_ = key_in_force(state_, signer_);
  if (!key_) return refuse(RefusalCode::unknown_key, "/signature/key_id", "", to_hex(signer_.span()));
  if (key_->revoked) return refuse(RefusalCode::key_revoked, "/signature/key_id", "", to_hex(signer_.span()));
  const std::string_view actor = command.event.actor.value_or(std::string_view(key_->actor));
  if (is_granted(actor, command.event) && granted_->types.test(static_cast<std::size_t>(command.type))) return done();
  if (auto acts = check_acts_for(actor); !acts) return acts;
  return check_roles(command, actor);
}

Status AccessCheck::check_roles(const DecodedEvent& command, std::string_view actor) {
  bool named = !command.event.role;
  bool has_role = is_own_key(command, actor);
  bool reaches_all = has_role;
  for (const auto& held : standing_of(actor).roles) {
    named = named || is_named(held, command.event);
    if (!applies(held, command)) continue;
    has_role = true;
    reaches_all = reaches_all || held.whole;
  }
  if (!named) {
    return refuse(RefusalCode::untrue_field, "/role", "a role that " + std::string(actor) + " holds",
                  *command.event.role);
  }
  if (!has_role) {
    return refuse(RefusalCode::no_role, "/actor", writers_of(command.type),
                  std::string(actor) + ": " + text_of(standing_of(actor).roles));
  }
  const bool serves_all = actor == key_->actor || serves_whole(standing_of(key_->actor).roles);
  if (reaches_all && serves_all) {  // nothing to look up
    if (!is_own_key(command, actor)) grant(actor, command);
    return done();
  }
  const auto concerned = units_concerned(state_, command);
  if (!reaches_all) {
    if (auto reached = check_role_reaches(command, actor, concerned); !reached) return reached;
  }
  return serves_all ? done() : check_service_reaches(concerned);
}

bool AccessCheck::is_granted(std::string_view actor, const Event& event) const {
  return granted_ && granted_->actor == actor && granted_->role == event.role;
}

void AccessCheck::grant(std::string_view actor, const DecodedEvent& command) {
  if (!is_granted(actor, command.event)) {
    granted_ = Granted{std::string(actor), std::optional<std::string>(command.event.role), {}};
  }
  granted_->types.set(static_cast<std::size_t>(command.type));
}

void AccessCheck::folded(EventType type) {
  if (info_of(type).stream_family != "actor") return;
  granted_.reset();
  key_.reset();
  own_.reset();
  other_.reset();
}

Status check_access(const DecisionState& state, const DecodedEvent& command, const KeyId& signer) {
  return AccessCheck(state, signer).allows(command);
}

}  // namespace shiji::ledger
