// StreamHeads: where every stream stands, recorded as an event of the owner's own, and found again for proofs.
//
// What: `record` brings the index on disk up to date, hashes again the buckets that were written to since the last
// time, and appends control.StreamHeadsRecorded signed by the service key. Submissions go on meanwhile: only the event
// itself takes its turn in the sequencer. Guarantees: what is recorded is true at its `tree_size`; nothing is recorded
// when nothing came behind the last one. Errors: read_only, corrupt, those of append. Threads: any thread.
// Cost: 17 hashes and one read for each bucket touched; the first time in a process all hashes are read.
#pragma once

#include "owner/ledger_core.h"
#include "shiji/ledger/chain/stream_heads.h"

#include <mutex>

namespace shiji::engine {

inline constexpr std::string_view stream_heads_stream = "heads/streams";

class StreamHeads {
 public:
  explicit StreamHeads(LedgerCore& core) : core_(core) {}

  [[nodiscard]] ledger::Result<StreamHeadsRecord> record();
  /// The last one recorded; nullopt when there is none.
  [[nodiscard]] ledger::Result<std::optional<StreamHeadsRecord>> last() const;
  /// The last one that says of an event of a stream that it was the stream's last one: recorded for more events than
  /// `sequence`, and not for more than `next`, the sequence of the event behind it.
  [[nodiscard]] ledger::Result<std::optional<StreamHeadsRecord>> covering(ledger::Sequence sequence,
                                                                          std::optional<ledger::Sequence> next) const;

  struct BucketProof {
    ledger::Buffer data;
    std::vector<ledger::Hash> hashes;
  };
  /// A bucket as it was when `record` was made. corrupt when the index does not lead to its root.
  [[nodiscard]] ledger::Result<BucketProof> bucket_proof(const StreamHeadsRecord& record, ledger::StreamBucket bucket);

 private:
  [[nodiscard]] ledger::Result<StreamHeadsRecord> read(ledger::Sequence sequence) const;
  [[nodiscard]] ledger::Result<IndexCursor> bring_up_to_date();
  [[nodiscard]] ledger::Result<StreamHeadsRecord> append(const StreamHeadsRecord& heads);

  LedgerCore& core_;
  mutable std::mutex mutex_;
  std::optional<ledger::StreamHeadTree> tree_;  // as of `hashed_`
  ledger::TreeSize hashed_;
};

}  // namespace shiji::engine
