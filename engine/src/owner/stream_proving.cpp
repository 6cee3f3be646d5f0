// The proof of a stream: its events, where the last one lies in the tree, and which recorded heads name it.
#include "owner/chain_reading.h"
#include "owner/ledger_owner.h"
#include "shiji/ledger/events/stream_proof.h"

#include <algorithm>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

ledger::Result<std::string> LedgerOwner::prove_stream(std::string_view stream, std::optional<ledger::Version> through) {
  const auto size = core_->tip().size;
  auto sequences = core_->index->postings(stream, {});
  if (const auto failed = core_->index->failure()) return *failed;
  std::erase_if(sequences, [&](ledger::Sequence sequence) { return sequence.value >= size.value; });
  if (sequences.empty()) return Error{ErrorCode::not_found, std::string(stream), "no such stream"};
  const auto version = through.value_or(ledger::Version{sequences.size() - 1});
  if (version.value >= sequences.size()) {
    return Error{ErrorCode::not_found, std::string(stream) + " version " + std::to_string(version.value),
                 "the stream has " + std::to_string(sequences.size()) + " events"};
  }
  const auto events = std::span(sequences).first(version.value + 1);
  std::optional<ledger::Sequence> next;
  if (version.value + 1 < sequences.size()) next = sequences[version.value + 1];
  const auto record = heads_.covering(events.back(), next);
  if (!record) return record.failure();

  ledger::StreamProof proof;
  proof.stream = std::string(stream);
  proof.index = events.back();
  const auto checkpoint = checkpoint_covering(*record ? (*record)->sequence : proof.index);
  if (!checkpoint) return checkpoint.failure();
  proof.checkpoint_note = checkpoint->note;
  auto hashes = inclusion_of(proof.index, checkpoint->tree_size);
  if (!hashes) return hashes.failure();
  proof.hashes = std::move(*hashes);
  auto read = read_sequences(*core_->chain, *core_->chunks, events, [&](const RecordedEvent& event) {
    proof.events.emplace_back(event.event.bytes.begin(), event.event.bytes.end());
    return true;
  });
  if (!read) return read.failure();
  if (*record) {
    auto heads = heads_part(**record, stream, checkpoint->tree_size);
    if (!heads) return heads.failure();
    proof.heads = std::move(*heads);
  }
  return stream_proof_text(proof);
}

ledger::Result<ledger::StreamProof::Heads> LedgerOwner::heads_part(const StreamHeadsRecord& record,
                                                                   std::string_view stream, ledger::TreeSize size) {
  ledger::StreamProof::Heads heads;
  heads.index = record.sequence;
  auto event = bytes_of(record.sequence);
  if (!event) return event.failure();
  heads.event = std::move(*event);
  auto hashes = inclusion_of(record.sequence, size);
  if (!hashes) return hashes.failure();
  heads.hashes = std::move(*hashes);
  auto bucket = heads_.bucket_proof(record, ledger::bucket_of_stream(stream));
  if (!bucket) return bucket.failure();
  heads.bucket = std::move(bucket->data);
  heads.bucket_hashes = std::move(bucket->hashes);
  return heads;
}

}  // namespace shiji::engine
