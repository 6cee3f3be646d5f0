// Messages: what requests and answers on the owner's socket carry, part by part (docs/formats/socket.md).
//
// What: each `fields` names the parts of one message in their order, for writing and reading alike. A failure travels
// whole, so that a client sees the refusal or error that a caller in the owner's process would have seen.
// Errors: bad_message for a failure this build does not know. Threads: values.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "socket/wire.h"

#include <string>

namespace shiji::engine {

/// Whom a client reached.
struct OwnerIdentity {
  std::string origin;
  std::int64_t process = 0;
  bool lasting = false;  ///< `serve`: stays, and comes back; a verb that passes by does not
};

struct StreamRequest {
  std::string stream;
  ledger::Version from;
};

struct StreamProofRequest {
  std::string stream;
  std::optional<ledger::Version> through;
};

struct RecordProofRequest {
  ledger::Sequence sequence;
  std::uint64_t record = 0;
};

struct TileRequest {
  std::uint32_t level = 0;
  std::uint64_t index = 0;
  std::uint32_t width = 0;
};

struct SealRequest {
  std::string type, field;
  ledger::Subject subject;
  std::string plaintext;
};

struct OpenRequest {
  std::string type, field;
  ledger::Subject subject;
  std::uint32_t key_version = 0;
  ledger::Nonce nonce;
  ledger::Buffer ciphertext;
};

template <typename Archive>
void fields(Archive& archive, Held<Archive, OwnerIdentity>& owner) {
  archive(owner.origin, owner.process, owner.lasting);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, StreamRequest>& request) {
  archive(request.stream, request.from);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, StreamProofRequest>& request) {
  archive(request.stream, request.through);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, RecordProofRequest>& request) {
  archive(request.sequence, request.record);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, ledger::EventFilter>& filter) {
  archive(filter.actor, filter.unit, filter.type, filter.subject, filter.since, filter.until);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, TileRequest>& request) {
  archive(request.level, request.index, request.width);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, SealRequest>& request) {
  archive(request.type, request.field, request.subject, request.plaintext);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, OpenRequest>& request) {
  archive(request.type, request.field, request.subject, request.key_version, request.nonce, request.ciphertext);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, ExpectedVersion>& expected) {
  archive(expected.stream, expected.version);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, Submission>& submission) {
  archive(submission.events, submission.expected);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, JsonSubmission>& submission) {
  archive(submission.id, submission.text, submission.expected);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, Receipt>& receipt) {
  archive(receipt.submission, receipt.first_sequence, receipt.last_sequence, receipt.leaf_hashes, receipt.repeated);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, Head>& head) {
  archive(head.tree_size, head.leaf_hash, head.recorded_at, head.root);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, SignedCheckpoint>& checkpoint) {
  archive(checkpoint.note, checkpoint.tree_size, checkpoint.root);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, Owner::SealedValue>& sealed) {
  archive(sealed.key_version, sealed.nonce, sealed.ciphertext, sealed.key_created, sealed.commitment);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, StreamHeadsRecord>& record) {
  archive(record.sequence, record.recorded_at, record.tree_size, record.count, record.root);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, ledger::HeldRole>& held) {
  archive(held.role, held.unit, held.whole);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, KeyListing>& key) {
  archive(key.actor, key.key_id, key.role, key.revoked, key.since, key.roles);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, ledger::VerifierKey>& key) {
  archive(key.name, key.key_hash, key.key);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, ledger::LedgerKey>& key) {
  archive(key.key, key.since, key.retired, key.retired_at);
}
template <typename Archive>
void fields(Archive& archive, Held<Archive, LedgerStatus>& status) {
  archive(status.origin, status.unit, status.verifier_key, status.format, status.demo, status.head, status.streams,
          status.last_checkpoint, status.stream_heads, status.stream_heads_trouble, status.clock_held_us,
          status.bytes_events, status.bytes_index, status.bytes_vault, status.keys, status.ledger_keys);
}

[[nodiscard]] std::string failure_to_wire(const ledger::Failure& failure);
/// What was told; bad_message when it cannot be read.
[[nodiscard]] ledger::Failure failure_from_wire(std::string_view bytes);

}  // namespace shiji::engine
