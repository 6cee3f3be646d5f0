#include "store/bucket_index.h"

#include "shiji/ledger/chain/hash.h"
#include "store/index_codec.h"
#include "store/rocksdb_options.h"
#include "store/rocksdb_status.h"

#include <rocksdb/write_batch.h>

#include <memory>

namespace shiji::engine {

using ledger::StreamBucket;

namespace {

constexpr std::string_view hashes_cursor_key = "K";
constexpr int steps_before_seek = 8;  // a head or two further is nearer by stepping

StreamBucket bucket_from(std::string_view bytes) {
  return static_cast<StreamBucket>(static_cast<std::uint8_t>(bytes[0]) << 8U | static_cast<std::uint8_t>(bytes[1]));
}

std::optional<IndexCursor> cursor_at(rocksdb::Iterator& at, std::string_view key) {
  at.Seek(rocksdb::Slice(key.data(), key.size()));
  if (!at.Valid() || view_of(at.key()) != key) return IndexCursor{};
  return decode_cursor(view_of(at.value()));
}

/// False when an entry is broken.
bool read_touched(rocksdb::Iterator& at, std::set<StreamBucket>& touched) {
  for (at.Seek("t"); at.Valid() && at.key().starts_with("t"); at.Next()) {
    const auto buckets = view_of(at.value());
    if (at.key().size() != 9 || buckets.size() % 2 != 0) return false;
    for (std::size_t i = 0; i < buckets.size(); i += 2) touched.insert(bucket_from(buckets.substr(i)));
  }
  return true;
}

/// The bucket's leaf data from the heads; false when one is broken. `at` is before or in the bucket, or anywhere.
bool read_bucket(rocksdb::Iterator& at, StreamBucket bucket, ledger::Buffer& data) {
  const auto prefix = "h" + bucket_bytes(bucket);
  for (int i = 0; i < steps_before_seek && at.Valid() && view_of(at.key()) < prefix; ++i) at.Next();
  if (!at.Valid() || view_of(at.key()) < prefix) at.Seek(prefix);
  data.clear();
  for (; at.Valid() && at.key().starts_with(prefix); at.Next()) {
    const auto stream = decode_stream(view_of(at.value()));
    if (!stream) return false;
    ledger::append_stream_head(data,
                               {view_of(at.key()).substr(prefix.size()), stream->head.version, stream->head.leaf_hash});
  }
  return true;
}

}  // namespace

std::string bucket_bytes(StreamBucket bucket) {
  return {static_cast<char>(bucket >> 8U), static_cast<char>(bucket & 0xffU)};
}

std::string BucketIndex::touched_key(ledger::TreeSize size) { return "t" + key_of(size.value); }

std::string BucketIndex::touched_value(const std::set<StreamBucket>& touched) {
  std::string buckets;
  buckets.reserve(2 * touched.size());
  for (const auto bucket : touched) buckets += bucket_bytes(bucket);
  return buckets;
}

ledger::Result<BucketHashes> BucketIndex::changed() const {
  const ledger::Error broken{ledger::ErrorCode::corrupt, path_, "the buckets of streams are broken"};
  // One iterator is one state of the database.
  const std::unique_ptr<rocksdb::Iterator> at(db_.NewIterator(rocksdb::ReadOptions()));
  BucketHashes out;
  const auto cursor = cursor_at(*at, "c");
  if (!cursor) return broken;
  out.cursor = *cursor;
  std::set<StreamBucket> touched;
  if (!read_touched(*at, touched)) return broken;
  ledger::Buffer data;
  at->Seek("h");
  for (const auto bucket : touched) {
    if (!read_bucket(*at, bucket, data)) return broken;
    out.hashes.push_back({bucket, ledger::leaf_hash(data)});
  }
  if (!at->status().ok()) return error_of(at->status(), path_);
  return out;
}

ledger::Result<std::set<StreamBucket>> BucketIndex::touched() const {
  const std::unique_ptr<rocksdb::Iterator> at(db_.NewIterator(rocksdb::ReadOptions()));
  std::set<StreamBucket> touched;
  if (read_touched(*at, touched) && at->status().ok()) return touched;
  return ledger::Error{ledger::ErrorCode::corrupt, path_, "the buckets of streams are broken"};
}

ledger::Status BucketIndex::store(const BucketHashes& changed) const {
  rocksdb::WriteBatch batch;
  for (const auto& [bucket, leaf] : changed.hashes) {
    (void)batch.Put("k" + bucket_bytes(bucket),
                    rocksdb::Slice(reinterpret_cast<const char*>(leaf.bytes.data()), leaf.bytes.size()));
  }
  (void)batch.Put(rocksdb::Slice(hashes_cursor_key.data(), hashes_cursor_key.size()), encode(changed.cursor));
  (void)batch.DeleteRange("t", touched_key({changed.cursor.tree_size.value + 1}));
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return status_of(db_.Write(options, &batch), path_);
}

ledger::Result<BucketHashes> BucketIndex::stored() const {
  const ledger::Error broken{ledger::ErrorCode::corrupt, path_, "the hashes of buckets are broken"};
  const std::unique_ptr<rocksdb::Iterator> at(db_.NewIterator(rocksdb::ReadOptions()));
  BucketHashes out;
  const auto cursor = cursor_at(*at, hashes_cursor_key);
  if (!cursor) return broken;
  out.cursor = *cursor;
  for (at->Seek("k"); at->Valid() && at->key().starts_with("k"); at->Next()) {
    const auto hash = view_of(at->value());
    if (at->key().size() != 3 || hash.size() != ledger::Hash::size()) return broken;
    BucketHash found{bucket_from(view_of(at->key()).substr(1)), {}};
    std::copy(hash.begin(), hash.end(), found.leaf.bytes.begin());
    out.hashes.push_back(found);
  }
  if (!at->status().ok()) return error_of(at->status(), path_);
  return out;
}

}  // namespace shiji::engine
