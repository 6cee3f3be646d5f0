// Actors, keys, roles, persons (41x, 42x).
#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

std::string add_actor(RuleLedger& ledger, std::string_view name) {
  return ledger.send("actor/" + std::string(name),
                     identity::ActorRegistered{.actor = name, .kind = identity::ActorKind::person});
}

std::string grant(RuleLedger& ledger, std::string_view actor, std::string_view role,
                  std::optional<std::string_view> unit = {}) {
  return ledger.send("actor/" + std::string(actor), identity::RoleGranted{.actor = actor, .role = role, .unit = unit});
}

std::string withdraw(RuleLedger& ledger, std::string_view actor, std::string_view role,
                     std::optional<std::string_view> unit = {}) {
  return ledger.send("actor/" + std::string(actor), identity::RoleRevoked{.actor = actor, .role = role, .unit = unit});
}

std::string revoke_as(RuleLedger& ledger, std::string_view actor, std::uint8_t key, identity::RevocationReason reason,
                      std::optional<Time> since) {
  return ledger.send(
      "actor/" + std::string(actor),
      identity::KeyRevoked{
          .actor = actor, .key_id = secret_key(key).key_id(), .reason = reason, .compromised_since = since});
}

std::string revoke(RuleLedger& ledger, std::string_view actor, std::uint8_t key) {
  return revoke_as(ledger, actor, key, identity::RevocationReason::lost, std::nullopt);
}

std::string create_key(RuleLedger& ledger, const Subject& owner, std::uint32_t version) {
  return ledger.send("subject/" + hex(owner),
                     identity::SubjectKeyCreated{.subject = owner, .key_version = version, .commitment = {}});
}

std::string register_with(RuleLedger& ledger, const Subject& teacher, const Subject& sealed_for,
                          std::uint32_t version) {
  const Buffer ciphertext(20);
  return ledger.send(
      "teacher/" + hex(teacher),
      identity::TeacherRegistered{.teacher = teacher,
                                  .name = {.subject = sealed_for, .key_version = version, .ciphertext = ciphertext},
                                  .stage = identity::Stage::primary,
                                  .subject_code = "SB0101",
                                  .kind = identity::TeacherKind::teacher});
}

}  // namespace

TEST_CASE("actors are registered once, keys enrolled once and with proof") {
  check_rows({
      {"a new actor", [](RuleLedger& l) { return add_actor(l, "bo"); }, "accepted"},
      {"an actor again", [](RuleLedger& l) { return add_actor(l, "ada"); }, "actor_exists"},
      {"a second key", [](RuleLedger& l) { return l.enrol("ada", secret_key(9)); }, "accepted"},
      {"a key again", [](RuleLedger& l) { return l.enrol("ada", secret_key(1)); }, "key_exists"},
      {"the key of somebody else", [](RuleLedger& l) { return l.enrol("ada", secret_key(2)); }, "key_exists"},
      {"a revoked key again",
       [](RuleLedger& l) {
         revoke(l, "gate", 2);
         return l.enrol("gate", secret_key(2));
       },
       "key_exists"},
      {"the key of nobody", [](RuleLedger& l) { return l.enrol("bo", secret_key(9)); }, "unknown_actor"},
      {"a proof for another actor",
       [](RuleLedger& l) {
         add_actor(l, "bo");
         RuleLedger elsewhere = RuleLedger::furnished();
         elsewhere.enrol("ada", secret_key(9));
         auto event = *decode_event(elsewhere.events.back());
         auto enrolled = payload_of<identity::KeyEnrolled>(event);
         enrolled.actor = "bo";
         return l.send("actor/bo", enrolled);
       },
       "bad_proof_of_possession"},
      {"a proof for another ledger",
       [](RuleLedger& l) {
         RuleLedger elsewhere("example.org/elsewhere");
         elsewhere.create();
         add_actor(elsewhere, "ada");
         REQUIRE(elsewhere.enrol("ada", secret_key(9)) == "accepted");
         auto event = *decode_event(elsewhere.events.back());
         return l.send("actor/ada", payload_of<identity::KeyEnrolled>(event));
       },
       "bad_proof_of_possession"},
      {"a key of another algorithm",
       [](RuleLedger& l) {
         return l.send("actor/ada", identity::KeyEnrolled{.actor = "ada", .algorithm = SignatureAlgorithm::sm2});
       },
       "out_of_range"},
      {"a key in another actor's stream",
       [](RuleLedger& l) {
         return l.send("actor/gate", identity::KeyEnrolled{.actor = "ada", .algorithm = SignatureAlgorithm::ed25519});
       },
       "wrong_stream"},
  });
}

TEST_CASE("keys and roles are taken from who has them, but not from the last administrator") {
  check_rows({
      {"a key", [](RuleLedger& l) { return revoke(l, "gate", 2); }, "accepted"},
      {"a key that never was", [](RuleLedger& l) { return revoke(l, "gate", 77); }, "unknown_key"},
      {"somebody else's key", [](RuleLedger& l) { return revoke(l, "gate", 1); }, "unknown_key"},
      {"a key compromised tomorrow",
       [](RuleLedger& l) {
         return revoke_as(l, "gate", 2, identity::RevocationReason::compromised, plus_seconds(l.now, 86'400));
       },
       "out_of_range"},
      {"a key compromised and only lost",
       [](RuleLedger& l) { return revoke_as(l, "gate", 2, identity::RevocationReason::lost, l.now); }, "untrue_field"},
      {"a key compromised just now",
       [](RuleLedger& l) { return revoke_as(l, "gate", 2, identity::RevocationReason::compromised, l.now); },
       "accepted"},
      {"a key already revoked",
       [](RuleLedger& l) {
         revoke(l, "gate", 2);
         return revoke(l, "gate", 2);
       },
       "key_revoked"},
      {"the last administrator's only key", [](RuleLedger& l) { return revoke(l, "ada", 1); }, "last_administrator"},
      {"one of the last administrator's two keys",
       [](RuleLedger& l) {
         l.enrol("ada", secret_key(9));
         return revoke(l, "ada", 1);
       },
       "accepted"},
      {"the other one too",
       [](RuleLedger& l) {
         l.enrol("ada", secret_key(9));
         revoke(l, "ada", 1);
         return revoke(l, "ada", 9);
       },
       "last_administrator"},
      {"an administrator's key beside another administrator",
       [](RuleLedger& l) {
         grant(l, "gate", role_administrator);
         return revoke(l, "ada", 1);
       },
       "accepted"},
      {"the last administrator's role", [](RuleLedger& l) { return withdraw(l, "ada", role_administrator); },
       "last_administrator"},
      {"an administrator's role beside one without a key",
       [](RuleLedger& l) {
         add_actor(l, "bo");
         grant(l, "bo", role_administrator);
         return withdraw(l, "ada", role_administrator);
       },
       "last_administrator"},
      {"an administrator's role beside another administrator",
       [](RuleLedger& l) {
         grant(l, "gate", role_administrator);
         return withdraw(l, "ada", role_administrator);
       },
       "accepted"},
      {"an administrator's role beside another administrator of a school",
       [](RuleLedger& l) {
         grant(l, "gate", role_administrator, "37/3701/370112/2137000001");
         return withdraw(l, "ada", role_administrator);
       },
       "last_administrator"},
      {"an administrator's role beside the same over the ledger's own unit",
       [](RuleLedger& l) {
         grant(l, "ada", role_administrator, "37/3701/370112");
         return withdraw(l, "ada", role_administrator);
       },
       "accepted"},
      {"an administrator's role beside the same over a unit above",
       [](RuleLedger& l) {
         grant(l, "gate", role_administrator, "37");
         return withdraw(l, "ada", role_administrator);
       },
       "accepted"},
      {"the last administrator's role over a school",
       [](RuleLedger& l) {
         grant(l, "ada", role_administrator, "37/3701/370112/2137000001");
         return withdraw(l, "ada", role_administrator, "37/3701/370112/2137000001");
       },
       "accepted"},
      {"a role", [](RuleLedger& l) { return grant(l, "ada", role_service); }, "accepted"},
      {"a role held elsewhere too", [](RuleLedger& l) { return grant(l, "gate", role_service, "37/3701"); },
       "accepted"},
      {"a role over what is no unit", [](RuleLedger& l) { return grant(l, "ada", role_service, "37//3701"); },
       "out_of_range"},
      {"a role held already", [](RuleLedger& l) { return grant(l, "gate", role_service); }, "role_held"},
      {"a role that is none", [](RuleLedger& l) { return grant(l, "ada", "emperor"); }, "role_unknown"},
      {"a role of nobody", [](RuleLedger& l) { return grant(l, "bo", role_service); }, "unknown_actor"},
      {"a role not held", [](RuleLedger& l) { return withdraw(l, "ada", role_service); }, "role_held"},
      {"a role held elsewhere", [](RuleLedger& l) { return withdraw(l, "gate", role_service, "37"); }, "role_held"},
      {"a role back again",
       [](RuleLedger& l) {
         withdraw(l, "gate", role_service);
         return grant(l, "gate", role_service);
       },
       "accepted"},
      {"a role that was taken already",
       [](RuleLedger& l) {
         withdraw(l, "gate", role_service);
         return withdraw(l, "gate", role_service);
       },
       "role_held"},
  });
}

TEST_CASE("teachers are registered once, with a name sealed by a key of theirs") {
  check_rows({
      {"a first key", [](RuleLedger& l) { return create_key(l, subject(7), 1); }, "accepted"},
      {"a next key", [](RuleLedger& l) { return create_key(l, subject(1), 2); }, "accepted"},
      {"a key again", [](RuleLedger& l) { return create_key(l, subject(1), 1); }, "subject_key_exists"},
      {"a key too far", [](RuleLedger& l) { return create_key(l, subject(1), 3); }, "out_of_range"},
      {"a key before the first", [](RuleLedger& l) { return create_key(l, subject(7), 0); }, "out_of_range"},
      {"a key in another's stream",
       [](RuleLedger& l) {
         return l.send("subject/" + hex(subject(8)),
                       identity::SubjectKeyCreated{.subject = subject(7), .key_version = 1});
       },
       "wrong_stream"},
      {"a teacher", [](RuleLedger& l) { return l.register_teacher(subject(7)); }, "accepted"},
      {"a teacher again", [](RuleLedger& l) { return register_with(l, subject(1), subject(1), 1); }, "teacher_exists"},
      {"a name sealed by a key that is not there",
       [](RuleLedger& l) { return register_with(l, subject(7), subject(7), 1); }, "subject_key_missing"},
      {"a name sealed by a key still to come",
       [](RuleLedger& l) {
         create_key(l, subject(7), 1);
         return register_with(l, subject(7), subject(7), 2);
       },
       "subject_key_missing"},
      {"a name sealed for somebody else", [](RuleLedger& l) { return register_with(l, subject(7), subject(1), 1); },
       "untrue_field"},
  });
}

TEST_CASE("the keys a ledger knows can be asked for") {
  RuleLedger ledger = RuleLedger::furnished();
  const auto key = key_in_force(ledger.state, secret_key(2).key_id());
  REQUIRE(key);
  CHECK(key->actor == "gate");
  CHECK(key->public_key == secret_key(2).public_key());
  CHECK_FALSE(key->revoked);
  CHECK(decode_event(ledger.events[key->since.value])->type == EventType::identity_KeyEnrolled);
  CHECK_FALSE(key_in_force(ledger.state, secret_key(77).key_id()));

  const Time since = shanghai("2023-08-01", "00:00");
  REQUIRE(ledger.send("actor/gate", identity::KeyRevoked{.actor = "gate",
                                                         .key_id = secret_key(2).key_id(),
                                                         .reason = identity::RevocationReason::compromised,
                                                         .compromised_since = since}) == "accepted");
  const auto revoked = key_in_force(ledger.state, secret_key(2).key_id());
  REQUIRE(revoked);
  CHECK(revoked->revoked);
  CHECK(revoked->revoked_at.value == ledger.events.size() - 1);
  CHECK(revoked->compromised_since == since);

  std::size_t keys = 0;
  each_key(ledger.state, [&](const EnrolledKey&) { return ++keys > 0; });
  CHECK(keys == 2);
  CHECK(roles_of(ledger.state, "ada") == std::vector<HeldRole>{{Role::administrator, "", true}});
  CHECK(actor_registered(ledger.state, "gate"));
  CHECK_FALSE(actor_registered(ledger.state, "bo"));
}

}  // namespace shiji::tests
