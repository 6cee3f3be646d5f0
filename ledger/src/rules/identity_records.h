// What the decision state remembers of actors, keys, roles and persons.
#pragma once

#include "rules/state_codec.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/subject_keys.h"

namespace shiji::ledger {

struct ActorRecord {
  std::uint32_t keys_in_force = 0;
  std::string unit;  ///< where it was registered; empty: for the whole ledger
};
[[nodiscard]] std::optional<ActorRecord> find_actor(const DecisionState& state, std::string_view actor);
void put_actor(DecisionState& state, std::string_view actor, const ActorRecord& record);

void put_key(DecisionState& state, const EnrolledKey& key);

/// What the actor holds after an event of grant or revocation; sorted by role, then unit.
void put_roles(DecisionState& state, std::string_view actor, const std::vector<HeldRole>& roles);

/// Whether an administrator of the whole ledger other than `without` has a key in force.
[[nodiscard]] bool another_administrator(const DecisionState& state, std::string_view without);

void put_subject_key_version(DecisionState& state, const Subject& subject, std::uint32_t version);

[[nodiscard]] bool teacher_registered(const DecisionState& state, const Subject& teacher);
struct TeacherRecord {
  std::string unit;                  ///< where the teacher was registered; empty when that was not said
  std::vector<std::string> schools;  ///< that employ the teacher now, by code, in the order they began
};
[[nodiscard]] std::optional<TeacherRecord> find_teacher(const DecisionState& state, const Subject& teacher);
void put_teacher(DecisionState& state, const Subject& teacher, const TeacherRecord& record);

}  // namespace shiji::ledger
