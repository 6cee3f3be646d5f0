#include "verify/bucket_hashes_check.h"

#include "shiji/ledger/chain/hash.h"

#include <algorithm>

namespace shiji::engine {

ledger::Result<KeptBuckets> kept_buckets(const IndexStore& index) {
  auto stored = index.buckets().stored();
  if (!stored) return stored.failure();
  auto touched = index.buckets().touched();
  if (!touched) return touched.failure();
  return KeptBuckets{std::move(*stored), std::move(*touched)};
}

BucketHashesCheck::BucketHashesCheck(const KeptBuckets& kept, const BucketRange& buckets, WrongBucket report)
    : kept_(kept), report_(std::move(report)) {
  const auto first = std::ranges::lower_bound(kept.stored.hashes, buckets.first, {}, &BucketHash::bucket);
  const auto behind = std::ranges::upper_bound(kept.stored.hashes, buckets.last, {}, &BucketHash::bucket);
  stored_ = {first, behind};
}

void BucketHashesCheck::take(std::string_view stream, const StreamHead& head) {
  const auto bucket = ledger::bucket_of_stream(stream);
  if (open_ != bucket) close_bucket();
  open_ = bucket;
  if (head.sequence.value >= kept_.stored.cursor.tree_size.value) went_on_ = true;
  ledger::append_stream_head(data_, {stream, head.version, head.leaf_hash});
}

/// Those before it have no stream.
const BucketHash* BucketHashesCheck::stored_of(ledger::StreamBucket bucket) {
  for (; !stored_.empty() && stored_.front().bucket < bucket; stored_ = stored_.subspan(1)) {
    report_("bucket " + std::to_string(stored_.front().bucket) + " has a hash and no stream");
  }
  if (stored_.empty() || stored_.front().bucket != bucket) return nullptr;
  const auto* found = &stored_.front();
  stored_ = stored_.subspan(1);
  return found;
}

void BucketHashesCheck::close_bucket() {
  if (!open_) return;
  const auto* stored = stored_of(*open_);
  const bool is_right =
      went_on_ ? kept_.touched.contains(*open_) : stored != nullptr && stored->leaf == ledger::leaf_hash(data_);
  if (!is_right) report_("the hash of bucket " + std::to_string(*open_) + " is not that of its streams");
  went_on_ = false;
  data_.clear();
}

void BucketHashesCheck::finish() {
  close_bucket();
  for (const auto& stored : stored_) {
    report_("bucket " + std::to_string(stored.bucket) + " has a hash and no stream");
  }
}

}  // namespace shiji::engine
