#include "append/recovery.h"

#include "append/pipeline.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Hash;
using ledger::Sequence;
using ledger::TreeSize;

namespace {

ledger::Status check_mark(const ChainStore& store, TreeSize size, const HeadMark& mark) {
  if (mark.tree_size > size) {
    return Error{ErrorCode::head_behind, "HEAD",
                 "HEAD says " + std::to_string(mark.tree_size.value) + " events, " + std::to_string(size.value) +
                     " were recovered"};
  }
  if (mark.tree_size.value == 0) return ledger::done();
  auto leaf = read_leaf_hashes(store, {mark.tree_size.value - 1}, 1);
  if (!leaf) return leaf.failure();
  if (leaf->size() == 1 && leaf->front() == mark.leaf_hash) return ledger::done();
  return Error{ErrorCode::corrupt, "HEAD",
               "event " + std::to_string(mark.tree_size.value - 1) + " is not the one HEAD names"};
}

/// Submission entries, rebuilt from the events alone.
class SubmissionFold {
 public:
  SubmissionFold(LiveIndex& index, const Hash& origin_digest) : index_(index), origin_digest_(origin_digest) {}

  /// `content` is the event's content digest; of an event that a rule added it is not looked at.
  void take(const ledger::DecodedEvent& event, const Hash& content) {
    const auto& part = event.event.submission;
    if (!part) {
      ++events_;  // added by a rule behind a command of this submission
      return;
    }
    if (part->index == 0) {
      id_ = std::string(part->id);
      first_ = event.event.position.sequence;
    }
    ++events_;
    digests_.push_back(content);
  }

  void finish() {
    if (!id_.empty()) index_.add_submission(id_, {submission_digest(origin_digest_, digests_), first_, events_});
    id_.clear();
    digests_.clear();
    events_ = 0;
  }

 private:
  LiveIndex& index_;
  const Hash& origin_digest_;
  std::string id_;
  Sequence first_;
  std::uint64_t events_ = 0;
  std::vector<Hash> digests_;
};

}  // namespace

ledger::Result<CommittedChain> recover_chain(const ChainStore& store, const HeadMark& mark) {
  DecodedChunk chunk;
  auto first = store.read_last_chunk(chunk);
  if (!first) return first.failure();
  const TreeSize size{first->value + chunk.events.size()};
  if (auto checked = check_mark(store, size, mark); !checked) return checked.failure();
  auto last = ledger::decode_event(chunk.events.back());
  if (!last) return Error{ErrorCode::corrupt, "event " + std::to_string(size.value - 1), "it is not an event"};
  CommittedChain chain;
  chain.tip = {size, ledger::leaf_hash(chunk.events.back()), last->event.position.recorded_at};
  const std::uint64_t edge = size.value % ledger::tile_width;
  std::vector<Hash> leaves;
  if (edge != 0) {
    auto read = read_leaf_hashes(store, {size.value - edge}, edge);
    if (!read) return read.failure();
    leaves = std::move(*read);
  }
  auto tree = ledger::TileTree::restore(size, leaves, [&](ledger::TileId id) { return store.full_tile(id); });
  if (!tree) return tree.failure();
  chain.tree = std::move(*tree);
  return chain;
}

ledger::Result<std::unique_ptr<IndexStore>> open_index(const std::string& path, const ChainStore& store,
                                                       const ChainTip& tip, const Environment& environment,
                                                       bool read_only) {
  auto index = IndexStore::open(path, environment, read_only);
  bool fits = index.ok();
  if (fits) {
    auto cursor = (*index)->cursor();
    fits = cursor.ok() && cursor->tree_size <= tip.size;
    if (fits && cursor->tree_size.value > 0) {
      auto leaf = read_leaf_hashes(store, {cursor->tree_size.value - 1}, 1);
      fits = leaf.ok() && leaf->size() == 1 && leaf->front() == cursor->leaf_hash;
    }
  }
  if (fits) return index;
  if (read_only) return std::unique_ptr<IndexStore>();
  if (index) index->reset();
  if (auto destroyed = IndexStore::destroy(path, environment); !destroyed) return destroyed.failure();
  return IndexStore::open(path, environment, false);
}

namespace {

/// The tree size up to which the index is on disk.
ledger::Result<TreeSize> written_size(const LiveIndex& index) {
  if (index.store() == nullptr) return TreeSize{};
  auto cursor = index.store()->cursor();
  if (!cursor) return cursor.failure();
  return cursor->tree_size;
}

/// Between submissions the index may be written out: a long catch-up stays in bounded memory.
ledger::Status write_out_if_large(LiveIndex& index, const IndexCursor& up_to) {
  index.keep();
  return index.rotate(up_to, false) ? index.write_out() : ledger::done();
}

}  // namespace

ledger::Status catch_up_index(const ChainStore& store, const ChainTip& tip, const Hash& origin_digest, LiveIndex& index,
                              Sequencing& sequencing) {
  const auto from = written_size(index);
  if (!from) return from.failure();
  if (*from == tip.size) return ledger::done();
  SubmissionFold submissions(index, origin_digest);
  DecodedChunk chunk;
  ledger::Status broken = ledger::done();
  std::uint64_t next = from->value;
  Hash last_leaf;
  auto read = store.each_chunk({from->value}, [&](Sequence first, std::string_view stored) {
    broken = decode_chunk(stored, chunk);
    for (std::size_t i = 0; broken && next < tip.size.value && i < chunk.events.size(); ++i) {
      if (first.value + i < next) continue;
      auto event = ledger::decode_event(chunk.events[i]);
      if (!event || event->event.position.sequence.value != next) {
        broken = Error{ErrorCode::corrupt, "event " + std::to_string(next), "it is not the event of this sequence"};
        break;
      }
      const auto& part = event->event.submission;
      if (part && part->index == 0) {
        submissions.finish();
        broken = write_out_if_large(index, {{next}, last_leaf});
      }
      const auto offsets = ledger::patch_offsets(*event);
      const auto start = ledger::start_of_hashes(event->bytes, offsets);
      last_leaf = ledger::leaf_hash(start, event->bytes);
      sequencing.refold(*event, last_leaf);
      submissions.take(*event, ledger::content_digest(start, event->bytes, offsets));
      index.keep();
      ++next;
    }
    return broken.ok() && next < tip.size.value;
  });
  if (!read) return read;
  if (!broken) return broken;
  if (next != tip.size.value) {
    return Error{ErrorCode::corrupt, "event " + std::to_string(next), "the chain ends before its last chunk"};
  }
  submissions.finish();
  index.keep();
  if (const auto failed = index.failure()) return *failed;
  return ledger::done();
}

}  // namespace shiji::engine
