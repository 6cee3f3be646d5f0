#include "shiji/ledger/events/signing.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

namespace shiji::ledger {
namespace {

constexpr std::string_view event_prefix = "shiji-event-v1\n";
constexpr std::string_view submission_prefix = "shiji-submission-v1\n";
constexpr std::string_view key_proof_prefix = "shiji-key-proof-v1\n";
constexpr std::string_view ledger_key_prefix = "shiji-ledger-key-v1\n";

void add(Buffer& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void add(Buffer& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

Buffer started(std::string_view prefix, const Hash& origin_digest, std::size_t size) {
  Buffer out;
  out.reserve(prefix.size() + Hash::size() + size);
  add(out, prefix);
  add(out, origin_digest.span());
  return out;
}

}  // namespace

Buffer event_signing_bytes(const Hash& origin_digest, const DecodedEvent& event) {
  Buffer out = started(event_prefix, origin_digest, event.bytes.size());
  add(out, content_of(event.bytes, patch_offsets(event)));
  return out;
}

Buffer submission_signing_bytes(const Hash& origin_digest, std::span<const Hash> digests) {
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(digests.data()), digests.size_bytes());
  return submission_signing_bytes(origin_digest, sha256(bytes));
}

Buffer submission_signing_bytes(const Hash& origin_digest, const Hash& hash_of_digests) {
  Buffer out = started(submission_prefix, origin_digest, Hash::size());
  add(out, hash_of_digests.span());
  return out;
}

Hash submission_digest(const Hash& origin_digest, std::span<const Hash> digests) {
  return sha256(submission_signing_bytes(origin_digest, digests));
}

Buffer key_proof_bytes(const Hash& origin_digest, std::string_view actor, const PublicKey& key) {
  Buffer out = started(key_proof_prefix, origin_digest, actor.size() + 1 + PublicKey::size());
  add(out, actor);
  add(out, "\n");
  add(out, key.span());
  return out;
}

Signature sign_event(const SecretKey& key, const Hash& origin_digest, const DecodedEvent& event) {
  return {SignatureAlgorithm::ed25519, key.key_id(), key.sign(event_signing_bytes(origin_digest, event))};
}

Buffer ledger_key_bytes(const Hash& origin_digest, const PublicKey& old_key, const PublicKey& new_key) {
  Buffer out = started(ledger_key_prefix, origin_digest, 2 * PublicKey::size());
  add(out, old_key.span());
  add(out, new_key.span());
  return out;
}

Signature sign_submission(const SecretKey& key, const Hash& origin_digest, std::span<const Hash> digests) {
  return {SignatureAlgorithm::ed25519, key.key_id(), key.sign(submission_signing_bytes(origin_digest, digests))};
}

}  // namespace shiji::ledger
