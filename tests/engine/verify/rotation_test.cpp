// Verification judges signatures and checkpoints by the keys of their time.
#include "shiji/engine/access/ledger_key_file.h"
#include "shiji/ledger/chain/checkpoint.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

using ledger::EventType;
namespace control = ledger::control;
namespace identity = ledger::identity;

ledger::SecretKey key_of(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed[0] = number;
  return ledger::SecretKey::from_seed(seed);
}

Command enrol(TestLedger& ledger, const ledger::SecretKey& key) {
  const auto actor = engine::administrator_actor;
  const auto digest = ledger::sha256(ledger.owner().origin());
  const auto proof = key.sign(ledger::key_proof_bytes(digest, actor, key.public_key()));
  return {"actor/administrator", EventType::identity_KeyEnrolled,
          ledger::encode_payload(identity::KeyEnrolled{.actor = actor,
                                                       .algorithm = ledger::SignatureAlgorithm::ed25519,
                                                       .public_key = key.public_key(),
                                                       .proof = proof})};
}

Command revoke(const ledger::SecretKey& key, std::optional<ledger::Time> compromised_since) {
  const auto reason = compromised_since ? identity::RevocationReason::compromised : identity::RevocationReason::retired;
  return {"actor/administrator", EventType::identity_KeyRevoked,
          ledger::encode_payload(identity::KeyRevoked{.actor = engine::administrator_actor,
                                                      .key_id = key.key_id(),
                                                      .reason = reason,
                                                      .compromised_since = compromised_since})};
}

void pass_a_minute(TestLedger& ledger) { ledger.clock().set({ledger.clock().now().value + 60'000'000}); }

ledger::VerifierKey name_of_key(TestLedger& ledger, const ledger::SecretKey& key) {
  return ledger::verifier_key(ledger.owner().origin(), key.public_key());
}

/// The ledger's key file, the event and the file of the next key, as `keys rotate --ledger-key` makes them.
Command rotate_ledger_key(TestLedger& ledger, const ledger::SecretKey& next) {
  const auto old_key = engine::read_key_file(ledger.directory() + "/ledger.key", ledger.environment());
  REQUIRE(old_key.ok());
  const auto name = name_of_key(ledger, next);
  const auto file = engine::ledger_key_path(ledger.directory(), name);
  REQUIRE(engine::write_key_file(file, ledger.owner().origin(), next, ledger.environment()).ok());
  const auto message =
      ledger::ledger_key_bytes(ledger::sha256(ledger.owner().origin()), old_key->key.public_key(), next.public_key());
  const auto old_text = to_text(name_of_key(ledger, old_key->key));
  const auto new_text = to_text(name);
  return {"ledger", EventType::control_LedgerKeyRotated,
          ledger::encode_payload(control::LedgerKeyRotated{.old_verifier_key = old_text,
                                                           .verifier_key = new_text,
                                                           .old_signature = old_key->key.sign(message),
                                                           .signature = next.sign(message)})};
}

}  // namespace

TEST_CASE("what a key signed before it was retired stays good, and the same key refuses afterwards") {
  TestLedger ledger;
  ledger.open();
  const auto second = key_of(9);
  REQUIRE(ledger.append("enrol", {enrol(ledger, second)}).ok());
  REQUIRE(ledger.owner().append(TestLedger::submission("by second", {school(1)}, second)).ok());
  REQUIRE(ledger.append("retire", {revoke(second, std::nullopt)}).ok());
  CHECK(outcome_of(ledger.owner().append(TestLedger::submission("late", {school(2)}, second))) ==
        "refused key_revoked");
  const auto report = ledger.verify();
  CHECK(report.faults_in_all == 0);
  CHECK(report.warnings_in_all == 0);
}

TEST_CASE("a submission that revokes its own key ends there") {
  TestLedger ledger;
  ledger.open();
  const auto second = key_of(9);
  REQUIRE(ledger.append("enrol", {enrol(ledger, second)}).ok());
  const auto before = ledger.size();
  const auto both = TestLedger::submission("both", {revoke(second, std::nullopt), school(1)}, second);
  CHECK(outcome_of(ledger.owner().append(both)) == "refused key_revoked");
  CHECK(ledger.size() == before);
}

TEST_CASE("only what was recorded from compromised_since on is a warning, each submission once") {
  TestLedger ledger;
  ledger.open();
  const auto second = key_of(9);
  REQUIRE(ledger.append("enrol", {enrol(ledger, second)}).ok());
  const auto by_second = [&](const std::string& id, std::uint64_t number) {
    REQUIRE(ledger.owner().append(TestLedger::submission(id, {school(number), school(number + 1)}, second)).ok());
  };
  by_second("before", 10);
  pass_a_minute(ledger);
  const auto since = ledger.clock().now();
  const auto first = ledger.size();
  by_second("at", 20);
  pass_a_minute(ledger);
  REQUIRE(ledger.append("another's", {school(30)}).ok());
  by_second("after", 40);
  REQUIRE(ledger.append("revoke", {revoke(second, since)}).ok());
  const auto report = ledger.verify();
  CHECK(report.faults_in_all == 0);
  REQUIRE(report.warnings.size() == 2);
  CHECK(report.warnings_in_all == 2);
  CHECK(report.warnings[0].kind == "compromised_key");
  CHECK(report.warnings[0].sequence == ledger::Sequence{first});
  CHECK(report.warnings[0].where == "at");
  CHECK(report.warnings[1].where == "after");
}

TEST_CASE("an open ledger signs with both keys from the rotation on, and with the new one after the retirement") {
  TestLedger ledger;
  ledger.open();
  const auto next = key_of(7);
  const auto before = ledger.owner().checkpoint();
  REQUIRE(before.ok());
  const auto old_name = *ledger::parse_verifier_key(ledger.owner().status()->verifier_key);
  REQUIRE(ledger.append("rotate", {rotate_ledger_key(ledger, next)}).ok());
  const auto between = ledger.owner().checkpoint();
  REQUIRE(between.ok());
  CHECK(ledger::open_checkpoint(between->note, old_name).ok());
  CHECK(ledger::open_checkpoint(between->note, name_of_key(ledger, next)).ok());
  const auto old_text = to_text(old_name);
  REQUIRE(ledger
              .append("retire", {{"ledger", EventType::control_LedgerKeyRetired,
                                  ledger::encode_payload(control::LedgerKeyRetired{.verifier_key = old_text})}})
              .ok());
  const auto after = ledger.owner().checkpoint();
  REQUIRE(after.ok());
  CHECK_FALSE(ledger::open_checkpoint(after->note, old_name).ok());
  CHECK(ledger::open_checkpoint(after->note, name_of_key(ledger, next)).ok());
  ledger.close();
  ledger.open();
  CHECK(ledger.owner().last_checkpoint()->note == after->note);
  CHECK(ledger.verify().faults_in_all == 0);
}

TEST_CASE("a key file is replaced without a moment that has none, and its old key is kept") {
  TestLedger ledger;
  ledger.open();
  const auto path = ledger.directory() + "/administrator.key";
  const auto old_key = engine::read_key_file(path, ledger.environment());
  REQUIRE(old_key.ok());
  const auto next = key_of(5);
  REQUIRE(engine::write_key_file(path + ".next", "administrator", next, ledger.environment()).ok());
  REQUIRE(engine::replace_key_file(path, path + ".next", path + ".old", ledger.environment()).ok());
  CHECK(engine::read_key_file(path, ledger.environment())->key.public_key() == next.public_key());
  CHECK(engine::read_key_file(path + ".old", ledger.environment())->key.public_key() == old_key->key.public_key());
  CHECK_FALSE(engine::replace_key_file(path, path + ".absent", path + ".old2", ledger.environment()).ok());
  CHECK(engine::read_key_file(path, ledger.environment())->key.public_key() == next.public_key());
}

}  // namespace shiji::tests
