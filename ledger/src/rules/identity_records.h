// What the decision state remembers of actors, keys, roles and persons.
#pragma once

#include "rules/state_codec.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/subject_keys.h"

namespace shiji::ledger {

struct ActorRecord {
  std::uint32_t keys_in_force = 0;
};
[[nodiscard]] std::optional<ActorRecord> find_actor(const DecisionState& state, std::string_view actor);
void put_actor(DecisionState& state, std::string_view actor, const ActorRecord& record);

void put_key(DecisionState& state, const EnrolledKey& key);

/// A role once granted; `held` says whether it is still.
struct RoleRecord {
  bool held = false;
  std::string unit;
};
[[nodiscard]] std::optional<RoleRecord> find_role(const DecisionState& state, std::string_view actor,
                                                  std::string_view role);
void put_role(DecisionState& state, std::string_view actor, std::string_view role, const RoleRecord& record);

/// Whether an administrator other than `without` has a key in force.
[[nodiscard]] bool another_administrator(const DecisionState& state, std::string_view without);

void put_subject_key_version(DecisionState& state, const Subject& subject, std::uint32_t version);

[[nodiscard]] bool teacher_registered(const DecisionState& state, const Subject& teacher);
void put_teacher(DecisionState& state, const Subject& teacher);

}  // namespace shiji::ledger
