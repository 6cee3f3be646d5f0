// PastHeads: the heads of streams as they were at an earlier tree size, from the postings of the index on disk.
//
// Errors: not_found when the index on disk does not reach that far, corrupt. Threads: any thread.
// Cost: `bucket` reads one bucket; `tree` reads every stream, and a tile for each that went on since.
#pragma once

#include "owner/ledger_core.h"
#include "shiji/ledger/chain/stream_heads.h"

namespace shiji::engine {

class PastHeads {
 public:
  explicit PastHeads(const LedgerCore& core) : core_(core) {}
  [[nodiscard]] ledger::Result<ledger::Buffer> bucket(ledger::StreamBucket bucket, ledger::TreeSize size) const;
  [[nodiscard]] ledger::Result<ledger::StreamHeadTree> tree(ledger::TreeSize size) const;

 private:
  using BucketVisitor = std::function<void(ledger::StreamBucket bucket, ledger::Buffer data)>;
  [[nodiscard]] ledger::Status each_bucket(std::optional<ledger::StreamBucket> wanted, ledger::TreeSize size,
                                           const BucketVisitor& visit) const;
  [[nodiscard]] ledger::Result<ledger::Hash> leaf_at(ledger::Sequence sequence) const;

  const LedgerCore& core_;
};

}  // namespace shiji::engine
