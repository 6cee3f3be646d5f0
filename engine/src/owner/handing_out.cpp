// What a ledger hands out: checkpoints, proofs, its status.
#include "owner/chain_reading.h"
#include "owner/ledger_owner.h"
#include "owner/store_snapshot.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/ledger_keys.h"
#include "shiji/ledger/rules/record_proof.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

namespace {

std::string told(const ledger::Failure& failure) {
  if (const auto* refusal = std::get_if<ledger::Refusal>(&failure)) return std::string(text_of(refusal->code).name);
  const auto& error = std::get<Error>(failure);
  return std::string(text_of(error.code).name) + ": " + error.place + ": " + error.detail;
}

}  // namespace

ledger::Result<SignedCheckpoint> LedgerOwner::checkpoint_of(const CommittedChain& chain) {
  if (!core_->pipeline) return read_only_error();
  if (auto keys = core_->checkpoints->use(ledger::signing_ledger_keys(*core_->index)); !keys) return keys.failure();
  const ledger::Checkpoint checkpoint{core_->identity.origin, chain.tip.size, chain.tree->root()};
  const auto note = core_->checkpoints->sign(checkpoint);
  // Stored and HEAD synced before it is handed out: what somebody outside holds is never ahead of what is on disk.
  if (auto stored = core_->chain->put_checkpoint(checkpoint.tree_size, note); !stored) return stored.failure();
  core_->heads->post_head(chain.tip.size, chain.tip.leaf_hash);
  core_->heads->post_checkpoint(chain.tip.size);
  if (auto synced = core_->heads->wait_for(chain.tip.size, chain.tip.size); !synced) return synced.failure();
  return SignedCheckpoint{note, checkpoint.tree_size, checkpoint.root};
}

ledger::Result<SignedCheckpoint> LedgerOwner::checkpoint() {
  const std::lock_guard lock(checkpoint_mutex_);
  return checkpoint_of(core_->committed());
}

ledger::Result<SignedCheckpoint> LedgerOwner::last_checkpoint() const {
  auto note = core_->chain->last_checkpoint();
  if (!note) return note.failure();
  std::vector<ledger::VerifierKey> keys;
  for (auto& one : ledger::ledger_keys(*core_->index)) keys.push_back(std::move(one.key));
  auto checkpoint = ledger::open_checkpoint(*note, keys);
  if (!checkpoint) return checkpoint.failure();
  return SignedCheckpoint{std::move(*note), checkpoint->tree_size, checkpoint->root};
}

ledger::Result<SignedCheckpoint> LedgerOwner::checkpoint_covering(ledger::Sequence sequence) {
  auto last = last_checkpoint();
  if (last && last->tree_size.value > sequence.value) return last;
  return checkpoint();
}

ledger::Result<std::vector<ledger::Hash>> LedgerOwner::inclusion_of(ledger::Sequence sequence,
                                                                    ledger::TreeSize size) const {
  return core_->proofs->inclusion_proof(sequence, size, *core_->committed().tree);
}

ledger::Result<ledger::Buffer> LedgerOwner::bytes_of(ledger::Sequence sequence) const {
  ledger::Buffer bytes;
  auto read = read_event(*core_->chain, *core_->chunks, sequence, [&](const RecordedEvent& event) {
    bytes.assign(event.event.bytes.begin(), event.event.bytes.end());
  });
  if (!read) return read.failure();
  return bytes;
}

ledger::Result<ledger::Buffer> LedgerOwner::proven_bytes(ledger::Sequence sequence) const {
  const auto tip = core_->tip();
  if (sequence.value < tip.size.value) return bytes_of(sequence);
  return Error{ErrorCode::not_found, "event " + std::to_string(sequence.value),
               "the ledger has " + std::to_string(tip.size.value) + " events"};
}

ledger::Result<std::string> LedgerOwner::prove(ledger::Sequence sequence) {
  auto bytes = proven_bytes(sequence);
  if (!bytes) return bytes.failure();
  auto checkpoint = checkpoint_covering(sequence);
  if (!checkpoint) return checkpoint.failure();
  auto hashes = inclusion_of(sequence, checkpoint->tree_size);
  if (!hashes) return hashes.failure();
  return ledger::proof_text({sequence, std::move(*hashes), checkpoint->note, std::move(*bytes)});
}

ledger::Result<std::string> LedgerOwner::prove_record(ledger::Sequence sequence, std::uint64_t record) {
  auto bytes = proven_bytes(sequence);
  if (!bytes) return bytes.failure();
  auto proof = ledger::prove_record(std::move(*bytes), record);
  if (!proof) return proof.failure();
  const auto checkpoint = checkpoint_covering(sequence);
  if (!checkpoint) return checkpoint.failure();
  proof->checkpoint_note = checkpoint->note;
  proof->index = sequence;
  auto hashes = inclusion_of(sequence, checkpoint->tree_size);
  if (!hashes) return hashes.failure();
  proof->hashes = std::move(*hashes);
  return record_proof_text(*proof);
}

ledger::Result<std::string> LedgerOwner::store_snapshot() {
  if (!core_->pipeline) return read_only_error();
  return make_store_snapshot(*core_);
}

ledger::Result<LedgerStatus> LedgerOwner::status() const {
  LedgerStatus status;
  status.origin = core_->identity.origin;
  status.unit = core_->identity.unit;
  status.ledger_keys = ledger::ledger_keys(*core_->index);
  status.verifier_key =
      status.ledger_keys.empty() ? core_->identity.verifier_key : to_text(status.ledger_keys.back().key);
  status.format = core_->identity.format;
  status.demo = core_->identity.demo;
  status.head = head_of(core_->committed());
  const auto now = core_->options.environment.clock->now();
  status.clock_held_us = std::max<std::int64_t>(0, status.head.recorded_at.value - now.value);
  if (auto checkpoint = last_checkpoint()) status.last_checkpoint = checkpoint->tree_size;
  const auto heads = heads_.last();
  if (!heads) return heads.failure();
  if (*heads) status.stream_heads = (*heads)->tree_size;
  if (const auto trouble = keeper_ ? keeper_->trouble() : std::nullopt) status.stream_heads_trouble = told(*trouble);
  status.bytes_events = core_->chain->bytes_on_disk();
  status.bytes_index = core_->index->store() == nullptr ? 0 : core_->index->store()->bytes_on_disk();
  status.bytes_vault = core_->vault == nullptr ? 0 : core_->vault->bytes_on_disk();
  status.streams = core_->index->streams();
  ledger::each_key(*core_->index, [&](const ledger::EnrolledKey& key) {
    auto roles = ledger::roles_of(*core_->index, key.actor);
    const std::string role(roles.empty() ? "" : info_of(roles.front().role).name);
    status.keys.push_back({key.actor, key.id, role, key.revoked, key.since, std::move(roles)});
    return true;
  });
  if (const auto failed = core_->index->failure()) return *failed;
  return status;
}

}  // namespace shiji::engine
