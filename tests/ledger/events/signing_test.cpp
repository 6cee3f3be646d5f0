// Patching in place, content digests, and what signatures cover.
#include "shiji/ledger/events/signing.h"

#include "random_events.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <catch2/catch.hpp>

using namespace shiji::ledger;
using shiji::test::must;

namespace {

struct Sample {
  Buffer payload = write_payload(training::SessionClosed{.reason = "over"});
  Event event{.stream = "session/1", .type = "training.SessionClosed", .payload = payload};
  Sample() {
    event.causation = Causation{};
    event.signature = Signature{};
    event.submission_signature = Signature{};
  }
};

SecretKey key() { return SecretKey::from_seed(std::array<std::uint8_t, 32>{7}); }

}  // namespace

TEST_CASE("patching changes the struct it names and nothing else") {
  const Sample sample;
  const Buffer before = encode_event(sample.event);
  Buffer bytes = before;
  const auto offsets = patch_offsets(must(decode_event(bytes)));
  const Position position{Sequence{5}, Version{2}, Time{9}, Hash{{1}}, Hash{{2}}};
  const Signature signature{SignatureAlgorithm::ed25519, KeyId{{3}}, SignatureBytes{{4}}};
  patch_position(bytes, offsets, position);
  patch_causation(bytes, offsets, {Sequence{4}, Hash{{5}}});
  patch_submission_signature(bytes, offsets, signature);
  const auto event = must(decode_event(bytes));
  CHECK(event.event.position == position);
  CHECK(event.event.causation == Causation{Sequence{4}, Hash{{5}}});
  CHECK(event.event.submission_signature == signature);
  CHECK(event.event.signature == Signature{});
  Event expected = sample.event;
  expected.position = position;
  expected.causation = event.event.causation;
  expected.submission_signature = signature;
  CHECK(bytes == encode_event(expected));
}

TEST_CASE("an event without a struct has no place to patch it") {
  const Buffer payload = write_payload(training::SessionClosed{});
  const Buffer bytes = encode_event({.stream = "session/1", .type = "training.SessionClosed", .payload = payload});
  const auto offsets = patch_offsets(must(decode_event(bytes)));
  CHECK(offsets.position != 0);
  CHECK(offsets.causation == 0);
  CHECK(offsets.signature == 0);
  CHECK(offsets.submission_signature == 0);
}

TEST_CASE("the content digest does not see position and signatures, and sees everything else") {
  Sample sample;
  const auto digest = [](const Event& event) {
    const Buffer bytes = encode_event(event);
    return content_digest(bytes, patch_offsets(must(decode_event(bytes))));
  };
  const Hash plain = digest(sample.event);
  const Buffer whole = encode_event(sample.event);
  const auto at = patch_offsets(must(decode_event(whole)));
  const Buffer content = content_of(whole, at);
  CHECK(plain == leaf_hash(content));
  CHECK(content.size() + sizeof(Position) + (at.signature == 0 ? 0 : sizeof(Signature)) +
            (at.submission_signature == 0 ? 0 : sizeof(Signature)) ==
        whole.size());
  Event changed = sample.event;
  changed.position.sequence = Sequence{1};
  changed.signature = Signature{SignatureAlgorithm::ed25519, KeyId{{1}}, {}};
  changed.submission_signature = changed.signature;
  CHECK(digest(changed) == plain);
  changed.stream = "session/2";
  CHECK(digest(changed) != plain);
  changed = sample.event;
  changed.causation = Causation{Sequence{1}, {}};
  CHECK(digest(changed) != plain);
}

TEST_CASE("signed bytes are the prefix, the origin's digest and the content") {
  const Sample sample;
  const Buffer bytes = encode_event(sample.event);
  const Hash origin = sha256("shiji.example/licheng");
  const auto as_text = [](const Buffer& buffer) { return std::string(buffer.begin(), buffer.end()); };
  const auto of = [](const auto& fixed) { return std::string(fixed.bytes.begin(), fixed.bytes.end()); };
  const auto event = must(decode_event(bytes));
  CHECK(as_text(event_signing_bytes(origin, event)) ==
        "shiji-event-v1\n" + of(origin) + as_text(content_of(bytes, patch_offsets(event))));
  const std::vector<Hash> digests = {sha256("a"), sha256("b")};
  const auto submission = submission_signing_bytes(origin, digests);
  CHECK(as_text(submission) == "shiji-submission-v1\n" + of(origin) + of(sha256(of(digests[0]) + of(digests[1]))));
  CHECK(submission_digest(origin, digests) == sha256(submission));
  CHECK(as_text(key_proof_bytes(origin, "wang", key().public_key())) ==
        "shiji-key-proof-v1\n" + of(origin) + "wang\n" + of(key().public_key()));
}

TEST_CASE("a submission's signature holds for its digests in their order only") {
  const Hash origin = sha256("origin");
  const std::vector<Hash> digests = {sha256("a"), sha256("b")};
  const std::vector<Hash> turned = {digests[1], digests[0]};
  const auto signature = sign_submission(key(), origin, digests);
  CHECK(signature.algorithm == SignatureAlgorithm::ed25519);
  CHECK(signature.key_id == key_id_of(key().public_key()));
  CHECK(signature_holds(key().public_key(), submission_signing_bytes(origin, digests), signature.bytes));
  CHECK_FALSE(signature_holds(key().public_key(), submission_signing_bytes(origin, turned), signature.bytes));
  CHECK_FALSE(signature_holds(key().public_key(), submission_signing_bytes(sha256("other"), digests), signature.bytes));
}
