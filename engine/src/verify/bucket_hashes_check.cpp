#include "verify/bucket_hashes_check.h"

#include "shiji/ledger/chain/hash.h"

namespace shiji::engine {

ledger::Result<BucketHashesCheck> BucketHashesCheck::of(const IndexStore& index, WrongBucket report) {
  auto stored = index.buckets().stored();
  if (!stored) return stored.failure();
  auto touched = index.buckets().touched();
  if (!touched) return touched.failure();
  return BucketHashesCheck(*stored, std::move(*touched), std::move(report));
}

BucketHashesCheck::BucketHashesCheck(const BucketHashes& stored, std::set<ledger::StreamBucket> touched,
                                     WrongBucket report)
    : hashed_(stored.cursor.tree_size), touched_(std::move(touched)), report_(std::move(report)) {
  for (const auto& [bucket, leaf] : stored.hashes) stored_.emplace(bucket, leaf);
}

void BucketHashesCheck::take(std::string_view stream, const StreamHead& head) {
  const auto bucket = ledger::bucket_of_stream(stream);
  if (open_ != bucket) close_bucket();
  open_ = bucket;
  if (head.sequence.value >= hashed_.value) went_on_ = true;
  ledger::append_stream_head(data_, {stream, head.version, head.leaf_hash});
}

void BucketHashesCheck::close_bucket() {
  if (!open_) return;
  const auto stored = stored_.extract(*open_);
  const bool is_right =
      went_on_ ? touched_.contains(*open_) : !stored.empty() && stored.mapped() == ledger::leaf_hash(data_);
  if (!is_right) report_("the hash of bucket " + std::to_string(*open_) + " is not that of its streams");
  went_on_ = false;
  data_.clear();
}

void BucketHashesCheck::finish() {
  close_bucket();
  for (const auto& [bucket, leaf] : stored_) {
    report_("bucket " + std::to_string(bucket) + " has a hash and no stream");
  }
}

}  // namespace shiji::engine
