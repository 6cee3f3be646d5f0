#include "shiji/ledger/chain/stream_heads.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/contract.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

constexpr std::size_t name_bytes_max = 65'535;

void put_big_endian(Buffer& out, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

std::uint64_t big_endian_of(Bytes bytes) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8U | byte;
  return number;
}

Bytes take_bytes(Bytes& rest, std::size_t count) {
  const Bytes first = rest.first(count);
  rest = rest.subspan(count);
  return first;
}

Error bad_head(std::size_t head, const char* detail) {
  return Error{ErrorCode::bad_proof_file, "stream head " + std::to_string(head), detail};
}

}  // namespace

StreamBucket bucket_of_stream(std::string_view name) {
  const Hash hash = sha256(name);
  return static_cast<StreamBucket>(hash.bytes[0] << 8U | hash.bytes[1]);
}

void append_stream_head(Buffer& bucket, const NamedHead& head) {
  SHIJI_ASSERT(head.stream.size() <= name_bytes_max, "a stream's name has at most 65,535 bytes");
  put_big_endian(bucket, head.stream.size(), 2);
  bucket.insert(bucket.end(), head.stream.begin(), head.stream.end());
  put_big_endian(bucket, head.version.value, 8);
  bucket.insert(bucket.end(), head.leaf.bytes.begin(), head.leaf.bytes.end());
}

Result<std::vector<NamedHead>> parse_stream_bucket(StreamBucket bucket, Bytes data) {
  std::vector<NamedHead> heads;
  while (!data.empty()) {
    const std::size_t number = heads.size() + 1;
    if (data.size() < 2) return bad_head(number, "is cut");
    const std::size_t name_size = big_endian_of(take_bytes(data, 2));
    if (data.size() < name_size + 8 + Hash::size()) return bad_head(number, "is cut");
    const Bytes name = take_bytes(data, name_size);
    NamedHead head{{reinterpret_cast<const char*>(name.data()), name.size()}, {big_endian_of(take_bytes(data, 8))}, {}};
    std::ranges::copy(take_bytes(data, Hash::size()), head.leaf.bytes.begin());
    if (bucket_of_stream(head.stream) != bucket) return bad_head(number, "belongs to another bucket");
    if (!heads.empty() && heads.back().stream >= head.stream) return bad_head(number, "is not in the order of names");
    heads.push_back(head);
  }
  return heads;
}

StreamHeadTree::StreamHeadTree() : nodes_(2 * stream_buckets) {
  Hash node = leaf_hash({});
  for (std::size_t width = stream_buckets; width > 0; width /= 2) {
    std::fill_n(nodes_.begin() + static_cast<std::ptrdiff_t>(width), width, node);
    node = node_hash(node, node);
  }
}

void StreamHeadTree::set(StreamBucket bucket, const Hash& leaf) {
  nodes_[stream_buckets + bucket] = leaf;
  changed_.push_back(bucket);
}

void StreamHeadTree::hash_changed() {
  std::vector<std::size_t> row;
  row.reserve(changed_.size());
  for (const StreamBucket bucket : changed_) row.push_back((stream_buckets + bucket) / 2);
  changed_.clear();
  std::ranges::sort(row);
  while (!row.empty() && row.front() > 0) {
    row.erase(std::unique(row.begin(), row.end()), row.end());
    for (std::size_t& node : row) {
      nodes_[node] = node_hash(nodes_[2 * node], nodes_[2 * node + 1]);
      node /= 2;
    }
  }
}

Hash StreamHeadTree::root() {
  hash_changed();
  return nodes_[1];
}

std::vector<Hash> StreamHeadTree::proof(StreamBucket bucket) {
  hash_changed();
  std::vector<Hash> proof;
  for (std::size_t node = stream_buckets + bucket; node > 1; node /= 2) proof.push_back(nodes_[node ^ 1U]);
  return proof;
}

bool stream_bucket_holds(StreamBucket bucket, Bytes data, std::span<const Hash> proof, const Hash& root) {
  return inclusion_holds(Sequence{bucket}, TreeSize{stream_buckets}, leaf_hash(data), proof, root);
}

}  // namespace shiji::ledger
