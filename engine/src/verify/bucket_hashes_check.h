// BucketHashesCheck: the hashes of buckets that the index keeps, against the heads of streams that it keeps.
//
// What: fed the index's streams in its order. A bucket nothing was written to since its hash was stored must have that
// hash; any other must be marked as touched. Errors: of reading. Threads: one at a time.
#pragma once

#include "store/index_store.h"

#include <map>

namespace shiji::engine {

class BucketHashesCheck {
 public:
  using WrongBucket = std::function<void(const std::string& message)>;
  [[nodiscard]] static ledger::Result<BucketHashesCheck> of(const IndexStore& index, WrongBucket report);

  void take(std::string_view stream, const StreamHead& head);
  void finish();

 private:
  BucketHashesCheck(const BucketHashes& stored, std::set<ledger::StreamBucket> touched, WrongBucket report);
  void close_bucket();

  ledger::TreeSize hashed_;
  std::map<ledger::StreamBucket, ledger::Hash> stored_;
  std::set<ledger::StreamBucket> touched_;
  WrongBucket report_;
  std::optional<ledger::StreamBucket> open_;
  bool went_on_ = false;  // since the hash was stored
  ledger::Buffer data_;
};

}  // namespace shiji::engine
