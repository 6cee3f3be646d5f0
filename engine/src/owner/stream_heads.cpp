#include "owner/stream_heads.h"

#include "append/prepared_submission.h"
#include "owner/chain_reading.h"
#include "owner/past_heads.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <future>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Sequence;
using ledger::TreeSize;

namespace {

constexpr int attempts_max = 8;

ledger::Buffer encoded(const StreamHeadsRecord& heads, const std::string& id) {
  const auto payload = ledger::encode_payload(ledger::control::StreamHeadsRecorded{
      .tree_size = heads.tree_size.value, .count = heads.count, .root = heads.root});
  ledger::Event event{};
  event.stream = stream_heads_stream;
  event.type = ledger::name_of(ledger::control::StreamHeadsRecorded::type);
  event.payload = payload;
  event.actor = service_actor;
  event.submission = ledger::SubmissionPart{.id = id, .index = 0, .count = 1};
  event.submission_signature = ledger::Signature{};
  return ledger::encode_event(event);
}

}  // namespace

ledger::Result<StreamHeadsRecord> StreamHeads::read(Sequence sequence) const {
  std::optional<StreamHeadsRecord> found;
  auto read = read_event(*core_.chain, *core_.chunks, sequence, [&](const RecordedEvent& recorded) {
    if (recorded.event.type != ledger::control::StreamHeadsRecorded::type) return;
    const auto heads = ledger::payload_of<ledger::control::StreamHeadsRecorded>(recorded.event);
    found = {sequence, recorded.event.event.position.recorded_at, {heads.tree_size}, heads.count, heads.root};
  });
  if (!read) return read.failure();
  if (found) return *found;
  return Error{ErrorCode::corrupt, "event " + std::to_string(sequence.value), "it is not control.StreamHeadsRecorded"};
}

ledger::Result<std::optional<StreamHeadsRecord>> StreamHeads::last() const {
  const auto size = core_.tip().size;
  auto sequences = core_.index->postings(stream_heads_stream, {});
  if (const auto failed = core_.index->failure()) return *failed;
  while (!sequences.empty() && sequences.back().value >= size.value) sequences.pop_back();
  if (sequences.empty()) return std::optional<StreamHeadsRecord>();
  auto found = read(sequences.back());
  if (!found) return found.failure();
  return std::optional(*found);
}

ledger::Result<std::optional<StreamHeadsRecord>> StreamHeads::covering(Sequence sequence,
                                                                       std::optional<Sequence> next) const {
  const auto size = core_.tip().size;
  auto sequences = core_.index->postings(stream_heads_stream, {});
  if (const auto failed = core_.index->failure()) return *failed;
  std::erase_if(sequences, [&](Sequence at) { return at.value >= size.value; });
  // Tree sizes rise from one to the next: the first that is too large is found by halving.
  std::optional<ledger::Failure> broken;
  const auto end = std::ranges::partition_point(sequences, [&](Sequence at) {
    if (!next || broken) return true;
    auto record = read(at);
    if (!record) broken = record.failure();
    return record.ok() && record->tree_size.value <= next->value;
  });
  if (broken) return *broken;
  if (end == sequences.begin()) return std::optional<StreamHeadsRecord>();
  auto record = read(*(end - 1));
  if (!record) return record.failure();
  if (record->tree_size.value <= sequence.value) return std::optional<StreamHeadsRecord>();
  return std::optional(*record);
}

ledger::Result<IndexCursor> StreamHeads::bring_up_to_date() {
  if (auto written = core_.pipeline->write_index(); !written) return written.failure();
  const auto buckets = core_.index->store()->buckets();
  if (!tree_) {
    auto stored = buckets.stored();
    if (!stored) return stored.failure();
    tree_.emplace();
    for (const auto& [bucket, leaf] : stored->hashes) tree_->set(bucket, leaf);
  }
  auto changed = buckets.changed();
  if (!changed) return changed.failure();
  for (const auto& [bucket, leaf] : changed->hashes) tree_->set(bucket, leaf);
  hashed_ = changed->cursor.tree_size;
  if (auto stored = buckets.store(*changed); !stored) return stored.failure();
  return changed->cursor;
}

ledger::Result<StreamHeadsRecord> StreamHeads::record() {
  const std::lock_guard lock(mutex_);
  if (!core_.pipeline) {
    return Error{ErrorCode::read_only, core_.directory, "the ledger is open for reading only"};
  }
  auto before = last();
  if (!before) return before.failure();
  if (*before && (*before)->sequence.value + 1 == core_.tip().size.value) return **before;
  // While the hashes were computed others appended. What is left to compute the next time is less.
  for (int attempt = 1;; ++attempt) {
    auto cursor = bring_up_to_date();
    if (!cursor) return cursor.failure();
    const bool is_near = core_.tip().size.value - cursor->tree_size.value < ledger::stream_heads_behind_max / 2;
    // Half of what is allowed: the event itself has to wait for its turn.
    if (is_near) return append({{}, {}, cursor->tree_size, cursor->streams, tree_->root()});
    if (attempt == attempts_max) {
      return Error{ErrorCode::io, std::string(stream_heads_stream), "events arrive faster than streams are hashed"};
    }
  }
}

ledger::Result<StreamHeadsRecord> StreamHeads::append(const StreamHeadsRecord& heads) {
  const std::string id = "heads/" + std::to_string(heads.tree_size.value);
  Submission submission;
  submission.events.push_back(encoded(heads, id));
  const auto& origin = core_.identity.origin_digest;
  const auto key = core_.service_key();
  if (!key) return key.failure();
  if (auto done = sign_events(submission.events, (*key)->key, origin); !done) return done.failure();
  auto prepared = prepare_submission(submission, origin, {*core_.index, nullptr}, Writer::owner);
  if (!prepared) return prepared.failure();
  std::promise<ledger::Result<Receipt>> promise;
  auto answered = promise.get_future();
  (*prepared)->answer = [&promise](ledger::Result<Receipt> receipt) { promise.set_value(std::move(receipt)); };
  core_.pipeline->submit(std::move(*prepared), Pipeline::Caller::waits);
  auto receipt = answered.get();
  if (!receipt) return receipt.failure();
  return read(receipt->first_sequence);
}

ledger::Result<StreamHeads::BucketProof> StreamHeads::bucket_proof(const StreamHeadsRecord& record,
                                                                   ledger::StreamBucket bucket) {
  const std::lock_guard lock(mutex_);
  if (core_.pipeline) {
    if (auto written = core_.pipeline->write_index(); !written) return written.failure();
  }
  const PastHeads past(core_);
  auto data = past.bucket(bucket, record.tree_size);
  if (!data) return data.failure();
  BucketProof proof{std::move(*data), {}};
  if (tree_ && hashed_ == record.tree_size) {
    proof.hashes = tree_->proof(bucket);
  } else {
    auto tree = past.tree(record.tree_size);
    if (!tree) return tree.failure();
    proof.hashes = tree->proof(bucket);
  }
  if (stream_bucket_holds(bucket, proof.data, proof.hashes, record.root)) return proof;
  return Error{ErrorCode::corrupt, "event " + std::to_string(record.sequence.value),
               "the index does not lead to the recorded root"};
}

}  // namespace shiji::engine
