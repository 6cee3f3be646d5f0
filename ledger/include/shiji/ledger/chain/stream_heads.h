// Stream heads: the last event of every stream under one root (docs/formats/stream-heads.md).
//
// What: streams fall into 65,536 buckets by the first 16 bits of SHA-256(name). A bucket's leaf data is its heads
// sorted by name; the root is the RFC 6962 root over the buckets, empty ones included. Links show that no event is
// missing before one; this shows that none came later. Guarantees: one set of heads has one root; `parse_stream_bucket`
// takes nothing but what `append_stream_head` writes. Ownership: parsed heads view the data. Errors: bad_proof_file.
// Threads: StreamHeadTree one at a time, else any. Cost: of a root, 17 hashes for each bucket that changed; 4 MiB.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <string_view>
#include <vector>

namespace shiji::ledger {

using StreamBucket = std::uint16_t;
inline constexpr std::size_t stream_buckets = 65'536;
inline constexpr std::size_t stream_bucket_proof_hashes = 16;

/// A record's tree size is at most this far below its own sequence, so that who checks need not remember more.
inline constexpr std::uint64_t stream_heads_behind_max = std::uint64_t{1} << 20;

/// The last event of a stream at some tree size.
struct NamedHead {
  std::string_view stream;
  Version version;
  Hash leaf;
  auto operator<=>(const NamedHead&) const = default;
};

[[nodiscard]] StreamBucket bucket_of_stream(std::string_view name);

/// The next head of a bucket, in byte order of names: u16 big-endian length, name, u64 big-endian version, leaf hash.
void append_stream_head(Buffer& bucket, const NamedHead& head);
/// Refuses data that is not in order, is cut, or names a stream of another bucket.
[[nodiscard]] Result<std::vector<NamedHead>> parse_stream_bucket(StreamBucket bucket, Bytes data);

/// The tree over all buckets. New: every bucket is empty.
class StreamHeadTree {
 public:
  StreamHeadTree();
  /// `leaf` is leaf_hash of the bucket's data.
  void set(StreamBucket bucket, const Hash& leaf);
  [[nodiscard]] const Hash& leaf(StreamBucket bucket) const { return nodes_[stream_buckets + bucket]; }
  [[nodiscard]] Hash root();
  /// RFC 6962 inclusion proof of a bucket: 16 hashes.
  [[nodiscard]] std::vector<Hash> proof(StreamBucket bucket);

 private:
  void hash_changed();

  std::vector<Hash> nodes_;  // node i has children 2i and 2i+1; the root is 1
  std::vector<StreamBucket> changed_;
};

/// Whether `data` is the bucket under `root`.
[[nodiscard]] bool stream_bucket_holds(StreamBucket bucket, Bytes data, std::span<const Hash> proof, const Hash& root);

}  // namespace shiji::ledger
