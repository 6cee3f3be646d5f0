#include "append/index_catch_up.h"

#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/signing.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Hash;
using ledger::Sequence;
using ledger::TreeSize;

namespace {

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

/// The tree size up to which the index is on disk.
ledger::Result<TreeSize> written_size(const LiveIndex& index) {
  if (index.store() == nullptr) return TreeSize{};
  auto cursor = index.store()->cursor();
  if (!cursor) return cursor.failure();
  return cursor->tree_size;
}

/// Folds events that are in the chain, from `next` to before `end`.
class CatchUp {
 public:
  CatchUp(std::uint64_t next, ledger::TreeSize end, const Hash& origin_digest, LiveIndex& index, Sequencing& sequencing)
      : next_(next), end_(end.value), index_(index), sequencing_(sequencing), submissions_(index, origin_digest) {}

  [[nodiscard]] bool at_end() const { return next_ == end_; }

  ledger::Status fold(Sequence first, std::string_view stored) {
    if (auto decoded = decode_chunk(stored, chunk_); !decoded) return decoded;
    for (std::size_t i = 0; !at_end() && i < chunk_.events.size(); ++i) {
      if (first.value + i < next_) continue;
      if (auto folded = fold_event(i); !folded) return folded;
    }
    return ledger::done();
  }

  ledger::Status finish() {
    if (!at_end()) return corrupt("the chain ends before its last chunk");
    submissions_.finish();
    index_.keep();
    if (const auto failed = index_.failure()) return *failed;
    return ledger::done();
  }

 private:
  [[nodiscard]] Error corrupt(const char* what) const {
    return {ErrorCode::corrupt, "event " + std::to_string(next_), what};
  }

  ledger::Status fold_event(std::size_t place) {
    const auto event = ledger::decode_event(chunk_.events[place]);
    if (!event || event->event.position.sequence.value != next_) return corrupt("it is not the event of this sequence");
    const auto& part = event->event.submission;
    if (part && part->index == 0) {
      submissions_.finish();
      if (auto written = write_out_if_large(); !written) return written;
    }
    last_leaf_ = chunk_.leaf_hashes[place];
    sequencing_.refold(*event, last_leaf_);
    submissions_.take(*event, chunk_.content_digest(place, ledger::patch_offsets(*event)));
    index_.keep();
    ++next_;
    return ledger::done();
  }

  /// Between submissions the index may be written out: a long catch-up stays in bounded memory.
  ledger::Status write_out_if_large() {
    index_.keep();
    return index_.rotate({{next_}, last_leaf_}, false) ? index_.write_out() : ledger::done();
  }

  std::uint64_t next_, end_;
  LiveIndex& index_;
  Sequencing& sequencing_;
  SubmissionFold submissions_;
  DecodedChunk chunk_;
  Hash last_leaf_;
};

}  // namespace

ledger::Status catch_up_index(const ChainStore& store, const ChainTip& tip, const Hash& origin_digest, LiveIndex& index,
                              Sequencing& sequencing) {
  const auto from = written_size(index);
  if (!from) return from.failure();
  if (*from == tip.size) return ledger::done();
  CatchUp catch_up(from->value, tip.size, origin_digest, index, sequencing);
  ledger::Status broken = ledger::done();
  auto read = store.each_chunk({from->value}, [&](Sequence first, std::string_view stored) {
    broken = catch_up.fold(first, stored);
    return broken.ok() && !catch_up.at_end();
  });
  if (!read) return read;
  if (!broken) return broken;
  return catch_up.finish();
}

}  // namespace shiji::engine
