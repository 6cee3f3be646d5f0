// What signatures over events and submissions cover (docs/formats/event.md).
//
// An event is signed over `shiji-event-v1\n` || SHA-256(origin) || the stored bytes without Position and signature
// structs; a submission over `shiji-submission-v1\n` || SHA-256(origin) || SHA-256 of the content digests (codec.h) of
// its events, one behind the other: 84 bytes whatever its size, so that a signing device need not take 2 MiB. Threads:
// any thread.
#pragma once

#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/events/event.h"

namespace shiji::ledger {

[[nodiscard]] Buffer event_signing_bytes(const Hash& origin_digest, const DecodedEvent& event);
/// `digests` from content_digest, in order.
[[nodiscard]] Buffer submission_signing_bytes(const Hash& origin_digest, std::span<const Hash> digests);
/// The same for whoever has SHA-256 of the digests.
[[nodiscard]] Buffer submission_signing_bytes(const Hash& origin_digest, const Hash& hash_of_digests);
/// The name of a submission's content: SHA-256 of the bytes above. Recomputable from the stored events alone.
[[nodiscard]] Hash submission_digest(const Hash& origin_digest, std::span<const Hash> digests);
/// Bytes a proof of possession covers: shiji-key-proof-v1\n || SHA-256(origin) || actor || \n || public key.
[[nodiscard]] Buffer key_proof_bytes(const Hash& origin_digest, std::string_view actor, const PublicKey& key);
/// Bytes that both keys sign when the ledger's key is rotated: shiji-ledger-key-v1\n || SHA-256(origin) || old public
/// key
/// || new public key.
[[nodiscard]] Buffer ledger_key_bytes(const Hash& origin_digest, const PublicKey& old_key, const PublicKey& new_key);

/// The signature of a person under one event: `event` has room for it.
[[nodiscard]] Signature sign_event(const SecretKey& key, const Hash& origin_digest, const DecodedEvent& event);
[[nodiscard]] Signature sign_submission(const SecretKey& key, const Hash& origin_digest, std::span<const Hash> digests);

}  // namespace shiji::ledger
