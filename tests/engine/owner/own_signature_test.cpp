// A person's own signature under one event: it is theirs, in force, and over these bytes, or the event is refused.
#include "append/prepared_submission.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace shiji;
using namespace shiji::tests;

namespace {

constexpr std::string_view expert = "li";

ledger::SecretKey key_of(std::uint8_t number) {
  auto entropy = engine::seeded_entropy(number);
  return engine::new_secret_key(*entropy);
}

Command enrolment(std::string_view actor, const ledger::SecretKey& key) {
  const auto proof = key.sign(ledger::key_proof_bytes(ledger::sha256("test.example/ledger"), actor, key.public_key()));
  return {"actor/" + std::string(actor), ledger::EventType::identity_KeyEnrolled,
          ledger::encode_payload(ledger::identity::KeyEnrolled{.actor = actor,
                                                               .algorithm = ledger::SignatureAlgorithm::ed25519,
                                                               .public_key = key.public_key(),
                                                               .proof = proof})};
}

/// A ledger in which "li" may sign, with one key.
class SigningLedger {
 public:
  SigningLedger() {
    ledger_.open();
    const Command actor{"actor/li", ledger::EventType::identity_ActorRegistered,
                        ledger::encode_payload(ledger::identity::ActorRegistered{
                            .actor = expert, .kind = ledger::identity::ActorKind::person})};
    const Command role{"actor/li", ledger::EventType::identity_RoleGranted,
                       ledger::encode_payload(ledger::identity::RoleGranted{.actor = expert, .role = "administrator"})};
    REQUIRE(ledger_.append("li", {actor, enrolment(expert, key), role}).ok());
  }

  /// A school that `actor` opens, signed with `signer`, then spoilt, sent by the service.
  std::string send(std::string_view actor, const ledger::SecretKey& signer,
                   const std::function<void(ledger::Signature&)>& spoil = {}) {
    return outcome_of(send_together(1, actor, signer, [&](std::size_t, auto& signature) {
      if (spoil) spoil(signature);
    }));
  }

  /// So many schools in one submission.
  ledger::Result<engine::Receipt> send_together(
      std::uint32_t count, std::string_view actor, const ledger::SecretKey& signer,
      const std::function<void(std::size_t index, ledger::Signature&)>& spoil) {
    const std::string id = "own-" + std::to_string(++submissions_);
    const auto origin = ledger::sha256("test.example/ledger");
    engine::Submission submission;
    for (std::uint32_t i = 0; i < count; ++i) {
      auto& bytes = submission.events.emplace_back(event_of(actor, {.id = id, .index = i, .count = count}));
      const auto decoded = *ledger::decode_event(bytes);
      auto signature = ledger::sign_event(signer, origin, decoded);
      spoil(i, signature);
      ledger::patch_signature(bytes, ledger::patch_offsets(decoded), signature);
    }
    const auto service =
        engine::read_key_file(ledger_.directory() + "/" + std::string(engine::service_key_file), ledger_.environment());
    REQUIRE(engine::sign_events(submission.events, service->key, origin).ok());
    return ledger_.owner().append(std::move(submission));
  }

  TestLedger& ledger() { return ledger_; }
  const ledger::SecretKey key = key_of(7);

 private:
  ledger::Buffer event_of(std::string_view actor, const ledger::SubmissionPart& part) {
    const auto command = school(++schools_);
    ledger::Event event{};
    event.stream = command.stream;
    event.type = ledger::name_of(command.type);
    event.payload = command.payload;
    event.actor = actor;
    event.submission = part;
    event.signature = ledger::Signature{};
    if (part.index == 0) event.submission_signature = ledger::Signature{};
    return ledger::encode_event(event);
  }

  TestLedger ledger_;
  std::uint64_t schools_ = 0, submissions_ = 0;
};

}  // namespace

TEST_CASE("an event under its actor's own signature is accepted, whoever brings it, and verifies") {
  SigningLedger signing;
  CHECK(signing.send(expert, signing.key) == "ok");
  CHECK(signing.ledger().verify().faults.empty());
}

TEST_CASE("a signature that is not the actor's own, over these bytes, with a key in force, is refused by its rule") {
  SigningLedger signing;
  const auto before = signing.ledger().size();
  CHECK(signing.send(expert, key_of(8)) == "refused unknown_key");
  CHECK(signing.send(engine::administrator_actor, signing.key) == "refused not_the_actor");
  CHECK(signing.send(expert, signing.key, [](auto& s) { s.bytes.bytes[5] ^= 1; }) == "refused bad_signature");
  CHECK(signing.ledger().size() == before);

  const Command revoked{
      "actor/li", ledger::EventType::identity_KeyRevoked,
      ledger::encode_payload(ledger::identity::KeyRevoked{
          .actor = expert, .key_id = signing.key.key_id(), .reason = ledger::identity::RevocationReason::lost})};
  REQUIRE(signing.ledger().append("revoked", {revoked}).ok());
  CHECK(signing.send(expert, signing.key) == "refused key_revoked");
}

TEST_CASE("of many own signatures in one submission the first that does not hold is told, and all that hold are kept") {
  constexpr std::uint32_t many = 100;  // enough for every processor
  SigningLedger signing;
  const auto before = signing.ledger().size();
  for (const std::size_t first : {0U, 41U, 99U}) {
    const auto refused = signing.send_together(many, expert, signing.key, [&](std::size_t index, auto& signature) {
      if (index >= first) signature.bytes.bytes[5] ^= 1;
    });
    REQUIRE(outcome_of(refused) == "refused bad_signature");
    CHECK(refused.refusal()->place == "event " + std::to_string(first) + " /signature");
  }
  CHECK(signing.ledger().size() == before);
  CHECK(signing.send_together(many, expert, signing.key, [](std::size_t, auto&) {}).ok());
  CHECK(signing.ledger().verify().faults.empty());
}
