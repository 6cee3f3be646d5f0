// BucketHashesCheck: the hashes of buckets that the index keeps, against the heads of streams that it keeps.
//
// What: fed the index's streams of some buckets in its order. A bucket nothing was written to since its hash was stored
// must have that hash; any other must be marked as touched. Errors: of reading. Threads: one at a time each.
#pragma once

#include "store/index_store.h"

namespace shiji::engine {

/// What the index says of its buckets.
struct KeptBuckets {
  BucketHashes stored;
  std::set<ledger::StreamBucket> touched;
};
[[nodiscard]] ledger::Result<KeptBuckets> kept_buckets(const IndexStore& index);

class BucketHashesCheck {
 public:
  using WrongBucket = std::function<void(const std::string& message)>;
  /// Of `buckets`; `kept` must outlive it.
  BucketHashesCheck(const KeptBuckets& kept, const BucketRange& buckets, WrongBucket report);

  void take(std::string_view stream, const StreamHead& head);
  void finish();

 private:
  [[nodiscard]] const BucketHash* stored_of(ledger::StreamBucket bucket);
  void close_bucket();

  const KeptBuckets& kept_;
  std::span<const BucketHash> stored_;  // of buckets whose streams are still to come
  WrongBucket report_;
  std::optional<ledger::StreamBucket> open_;
  bool went_on_ = false;  // since the hash was stored
  ledger::Buffer data_;
};

}  // namespace shiji::engine
