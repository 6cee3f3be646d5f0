// Who may ask for what (303, 304, 306 to 309).
#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

std::string access(const RuleLedger& ledger, std::uint8_t key, const Buffer& command) {
  const auto allowed = check_access(ledger.state, *decode_event(command), secret_key(key).key_id());
  return allowed ? "accepted" : std::string(text_of(allowed.refusal()->code).name);
}

RuleLedger with_bo() {
  RuleLedger ledger = RuleLedger::furnished();
  REQUIRE(ledger.send("actor/bo", identity::ActorRegistered{.actor = "bo", .kind = identity::ActorKind::person}) ==
          "accepted");
  REQUIRE(ledger.enrol("bo", secret_key(3)) == "accepted");
  return ledger;
}

Buffer sign_in(const Envelope& envelope) {
  return RuleLedger::command(
      "session/s1", training::SessionSignedIn{.teacher = subject(1), .method = training::SignInMethod::card}, envelope);
}

Buffer register_actor(const Envelope& envelope) {
  return RuleLedger::command("actor/cy", identity::ActorRegistered{.actor = "cy", .kind = identity::ActorKind::person},
                             envelope);
}

struct AccessRow {
  const char* what;
  std::uint8_t key;
  Buffer command;
  const char* answer;
};

}  // namespace

TEST_CASE("a signer acts for itself, a service for whoever is registered, an administrator for the ledger") {
  const RuleLedger ledger = with_bo();
  const std::vector<AccessRow> rows{
      {"its own fact", 3, sign_in({.actor = "bo"}), "accepted"},
      {"its own fact without saying so", 3, sign_in({}), "accepted"},
      {"somebody else's fact", 3, sign_in({.actor = "ada"}), "not_the_actor"},
      {"an administrator for somebody else", 1, sign_in({.actor = "bo"}), "not_the_actor"},
      {"a service for an actor", 2, sign_in({.actor = "bo"}), "accepted"},
      {"a service for nobody", 2, sign_in({.actor = "cy"}), "unknown_actor"},
      {"a key that is not enrolled", 77, sign_in({.actor = "bo"}), "unknown_key"},
      {"a role that is held", 1, sign_in({.actor = "ada", .role = "administrator"}), "accepted"},
      {"a role that is not held", 3, sign_in({.actor = "bo", .role = "administrator"}), "untrue_field"},
      {"a role that is none", 1, sign_in({.actor = "ada", .role = "emperor"}), "untrue_field"},
      {"the ledger's affairs by its administrator", 1, register_actor({.actor = "ada"}), "accepted"},
      {"the ledger's affairs by another", 3, register_actor({.actor = "bo"}), "no_role"},
      {"the ledger's affairs by a service for itself", 2, register_actor({}), "no_role"},
      {"the ledger's affairs by a service for its administrator", 2, register_actor({.actor = "ada"}), "accepted"},
      {"documents by another", 3,
       RuleLedger::command("document/x", control::DocumentPart{.parts = 1, .bytes = Buffer(1)}), "no_role"},
      {"a person's key by another", 3, RuleLedger::command("subject/x", identity::SubjectKeyCreated{}), "accepted"},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK(access(ledger, row.key, row.command) == row.answer);
  }
}

TEST_CASE("what only the owner writes takes the service's role, and no administrator's") {
  const RuleLedger ledger = with_bo();
  const Buffer heads = RuleLedger::command("heads/streams", control::StreamHeadsRecorded{});
  CHECK(access(ledger, 2, heads) == "accepted");
  CHECK(access(ledger, 1, heads) == "no_role");
  CHECK(access(ledger, 3, heads) == "no_role");
}

TEST_CASE("a revoked key asks for nothing") {
  RuleLedger ledger = with_bo();
  REQUIRE(access(ledger, 3, sign_in({.actor = "bo"})) == "accepted");
  REQUIRE(ledger.send("actor/bo", identity::KeyRevoked{.actor = "bo",
                                                       .key_id = secret_key(3).key_id(),
                                                       .reason = identity::RevocationReason::lost}) == "accepted");
  CHECK(access(ledger, 3, sign_in({.actor = "bo"})) == "key_revoked");
}

}  // namespace shiji::tests
