#include "owner/past_heads.h"

#include "owner/chain_reading.h"
#include "shiji/ledger/chain/hash.h"

#include <algorithm>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Sequence;
using ledger::StreamBucket;
using ledger::TreeSize;

ledger::Result<ledger::Hash> PastHeads::leaf_at(Sequence sequence) const {
  const auto place = static_cast<std::size_t>(sequence.value % ledger::tile_width);
  auto tile = read_tile(*core_.chain, *core_.committed().tree, {0, sequence.value / ledger::tile_width}, place + 1);
  if (!tile) return tile.failure();
  return tile->back();
}

ledger::Status PastHeads::each_bucket(std::optional<StreamBucket> wanted, TreeSize size,
                                      const BucketVisitor& visit) const {
  const auto* store = core_.index->store();
  const auto reached = store == nullptr ? ledger::Result<IndexCursor>(IndexCursor{}) : store->cursor();
  if (!reached) return reached.failure();
  if (reached->tree_size < size) {
    return Error{ErrorCode::not_found, core_.directory, "the index on disk is older than what is asked for"};
  }
  std::optional<StreamBucket> open;
  ledger::Buffer data;
  std::optional<ledger::Failure> broken;
  const auto take = [&](std::string_view stream, const StreamHead& head, std::span<const Sequence> postings) {
    const auto then = std::ranges::lower_bound(postings, Sequence{size.value});
    if (then == postings.begin()) return true;  // there was no such stream yet
    const auto version = static_cast<std::uint64_t>(then - postings.begin() - 1);
    const auto leaf = then == postings.end() ? ledger::Result<ledger::Hash>(head.leaf_hash) : leaf_at(*(then - 1));
    if (!leaf) return broken = leaf.failure(), false;
    const auto bucket = ledger::bucket_of_stream(stream);
    if (open != bucket && open) visit(*open, std::exchange(data, {}));
    open = bucket;
    ledger::append_stream_head(data, {stream, {version}, *leaf});
    return true;
  };
  const auto buckets = wanted ? BucketRange{*wanted, *wanted} : BucketRange{};
  if (auto read = store->each_stream(buckets, take); !read) return read;
  if (broken) return *broken;
  if (open) visit(*open, std::move(data));
  return ledger::done();
}

ledger::Result<ledger::Buffer> PastHeads::bucket(StreamBucket bucket, TreeSize size) const {
  ledger::Buffer found;
  auto read = each_bucket(bucket, size, [&](StreamBucket, ledger::Buffer data) { found = std::move(data); });
  if (!read) return read.failure();
  return found;
}

ledger::Result<ledger::StreamHeadTree> PastHeads::tree(TreeSize size) const {
  ledger::StreamHeadTree tree;
  auto read = each_bucket(
      {}, size, [&](StreamBucket bucket, const ledger::Buffer& data) { tree.set(bucket, ledger::leaf_hash(data)); });
  if (!read) return read.failure();
  return tree;
}

}  // namespace shiji::engine
