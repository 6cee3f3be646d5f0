// BucketIndex: the part of the index that stream heads are recorded from: which buckets of streams were written to
// since their hashes were last computed, and those hashes.
//
// Keys, beside the index's own: t<tree size u64 BE> the buckets one write touched, ascending u16 BE, kept until hashes
// that cover it are stored; k<bucket u16 BE> a bucket's hash; K the cursor these are true at.
// Guarantees: a reading sees one state of the database, whatever is written meanwhile. Errors: corrupt, io.
// Threads: any thread. Ownership: uses the database of its IndexStore.
#pragma once

#include "shiji/ledger/chain/stream_heads.h"
#include "store/index_changes.h"

#include <functional>
#include <set>
#include <string>

namespace rocksdb {
class DB;
}  // namespace rocksdb

namespace shiji::engine {

struct BucketHash {
  ledger::StreamBucket bucket = 0;
  ledger::Hash leaf;
};
/// Hashes of buckets as of `cursor`.
struct BucketHashes {
  IndexCursor cursor;
  std::vector<BucketHash> hashes;  ///< by bucket
};

/// The two bytes that follow the family in the key of a stream's head and postings.
[[nodiscard]] std::string bucket_bytes(ledger::StreamBucket bucket);

class BucketIndex {
 public:
  BucketIndex(rocksdb::DB& db, const std::string& path) : db_(db), path_(path) {}

  // The entry that a write up to `size` makes of the buckets it touched.
  [[nodiscard]] static std::string touched_key(ledger::TreeSize size);
  [[nodiscard]] static std::string touched_value(const std::set<ledger::StreamBucket>& touched);
  /// The buckets touched since hashes were last stored, hashed again.
  [[nodiscard]] ledger::Result<BucketHashes> changed() const;
  [[nodiscard]] ledger::Result<std::set<ledger::StreamBucket>> touched() const;
  /// What `changed` gave becomes the stored state.
  [[nodiscard]] ledger::Status store(const BucketHashes& changed) const;
  /// All stored hashes; cursor 0 when there are none. Buckets without a stream are left out.
  [[nodiscard]] ledger::Result<BucketHashes> stored() const;

 private:
  rocksdb::DB& db_;
  const std::string& path_;
};

}  // namespace shiji::engine
