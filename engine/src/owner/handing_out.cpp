// What a ledger hands out: checkpoints, proofs, its status.
#include "owner/chain_reading.h"
#include "owner/ledger_owner.h"
#include "owner/store_snapshot.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/rules/access_rules.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

namespace {

ledger::Result<SignedCheckpoint> opened(std::string note, const LedgerIdentity& identity) {
  auto key = ledger::parse_verifier_key(identity.verifier_key);
  if (!key) return key.failure();
  auto checkpoint = ledger::open_checkpoint(note, *key);
  if (!checkpoint) return checkpoint.failure();
  return SignedCheckpoint{std::move(note), checkpoint->tree_size, checkpoint->root};
}

}  // namespace

ledger::Result<SignedCheckpoint> LedgerOwner::checkpoint_of(const CommittedChain& chain) {
  if (!core_->pipeline || !core_->ledger_key) return read_only_error();
  const ledger::Checkpoint checkpoint{core_->identity.origin, chain.tip.size, chain.tree.root()};
  const auto note = ledger::sign_note(checkpoint_text(checkpoint), core_->identity.origin, core_->ledger_key->key);
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
  return opened(std::move(*note), core_->identity);
}

ledger::Result<std::string> LedgerOwner::prove(ledger::Sequence sequence) {
  const auto tip = core_->tip();
  if (sequence.value >= tip.size.value) {
    return Error{ErrorCode::not_found, "event " + std::to_string(sequence.value),
                 "the ledger has " + std::to_string(tip.size.value) + " events"};
  }
  auto checkpoint = last_checkpoint();
  if (!checkpoint || checkpoint->tree_size.value <= sequence.value) checkpoint = this->checkpoint();
  if (!checkpoint) return checkpoint.failure();
  const auto size = checkpoint->tree_size;
  const auto tree = core_->committed().tree;
  auto hashes = ledger::inclusion_proof(
      sequence, size, [&](ledger::TileId id, std::size_t width) { return read_tile(*core_->chain, tree, id, width); });
  if (!hashes) return hashes.failure();
  ledger::ProofFile proof{sequence, std::move(*hashes), checkpoint->note, {}};
  auto read = read_events(*core_->chain, sequence, {sequence.value + 1}, [&](const RecordedEvent& event) {
    proof.extra.assign(event.event.bytes.begin(), event.event.bytes.end());
    return false;
  });
  if (!read) return read.failure();
  return proof_text(proof);
}

ledger::Result<std::string> LedgerOwner::store_snapshot() {
  if (!core_->pipeline) return read_only_error();
  return make_store_snapshot(*core_);
}

ledger::Result<LedgerStatus> LedgerOwner::status() const {
  LedgerStatus status;
  status.origin = core_->identity.origin;
  status.unit = core_->identity.unit;
  status.verifier_key = core_->identity.verifier_key;
  status.format = core_->identity.format;
  status.demo = core_->identity.demo;
  status.head = head_of(core_->committed());
  const auto now = core_->options.environment.clock->now();
  status.clock_held_us = std::max<std::int64_t>(0, status.head.recorded_at.value - now.value);
  if (auto checkpoint = last_checkpoint()) status.last_checkpoint = checkpoint->tree_size;
  status.bytes_events = core_->chain->bytes_on_disk();
  status.bytes_index = core_->index->store() == nullptr ? 0 : core_->index->store()->bytes_on_disk();
  status.bytes_vault = core_->vault == nullptr ? 0 : core_->vault->bytes_on_disk();
  status.streams = core_->index->streams();
  ledger::each_key(*core_->index, [&](const ledger::EnrolledKey& key) {
    const auto roles = ledger::roles_of(*core_->index, key.actor);
    status.keys.push_back({key.actor, key.id, roles.empty() ? "" : roles.front(), key.revoked, key.since});
    return true;
  });
  if (const auto failed = core_->index->failure()) return *failed;
  return status;
}

}  // namespace shiji::engine
