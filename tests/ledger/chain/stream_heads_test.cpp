// Heads of streams under one root: against the definition written out, and what is no bucket.
#include "shiji/ledger/chain/stream_heads.h"

#include "chain/probes.h"
#include "chain/reference_tree.h"
#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

namespace shiji::ledger {
namespace {

struct Heads {
  std::map<std::string, NamedHead> by_name;

  void add(const std::string& name, std::uint64_t version) {
    const auto at = by_name.insert_or_assign(name, NamedHead{}).first;
    at->second = {at->first, {version}, sha256(name + "/" + std::to_string(version))};
  }
  [[nodiscard]] Buffer bucket(StreamBucket wanted) const {
    Buffer data;
    for (const auto& [name, head] : by_name) {
      if (bucket_of_stream(name) == wanted) append_stream_head(data, head);
    }
    return data;
  }
};

Heads some_heads(std::size_t streams) {
  Heads heads;
  for (std::size_t i = 0; i < streams; ++i) heads.add("teacher/" + std::to_string(i), i % 7);
  return heads;
}

/// The root as the format's document says it, without a tree that is kept.
Hash root_by_definition(const Heads& heads) {
  std::vector<Hash> leaves;
  leaves.reserve(stream_buckets);
  std::vector<Buffer> buckets(stream_buckets);
  for (const auto& [name, head] : heads.by_name) append_stream_head(buckets[bucket_of_stream(name)], head);
  for (const Buffer& data : buckets) leaves.push_back(leaf_hash(data));
  return test::reference_root(leaves);
}

void set_all(StreamHeadTree& tree, const Heads& heads) {
  for (const auto& [name, head] : heads.by_name) {
    const auto bucket = bucket_of_stream(name);
    tree.set(bucket, leaf_hash(heads.bucket(bucket)));
  }
}

/// Two streams of one bucket: 65,536 buckets make a pair within a few hundred names.
std::pair<std::string, std::string> neighbours() {
  std::map<StreamBucket, std::string> seen;
  for (int i = 0;; ++i) {
    const std::string name = "s/" + std::to_string(i);
    const auto [at, is_new] = seen.emplace(bucket_of_stream(name), name);
    if (!is_new) return std::minmax(at->second, name);
  }
}

}  // namespace

TEST_CASE("a stream head is a length, a name, a version and a hash, big-endian") {
  Buffer data;
  Hash leaf;
  leaf.bytes.fill(0xab);
  append_stream_head(data, {"a/b", {0x0102}, leaf});
  CHECK(to_hex(data) == "0003612f620000000000000102" + to_hex(leaf.span()));
  // SHA-256("a/b") starts with c14c.
  CHECK(bucket_of_stream("a/b") == 0xc14c);
}

TEST_CASE("the root over the buckets is the one of RFC 6962") {
  for (const std::size_t streams : {0U, 1U, 2U, 500U}) {
    CAPTURE(streams);
    const Heads heads = some_heads(streams);
    StreamHeadTree tree;
    set_all(tree, heads);
    CHECK(tree.root() == root_by_definition(heads));
  }
}

TEST_CASE("only what changed is hashed again, and the root is that of a new tree") {
  Heads heads = some_heads(300);
  StreamHeadTree tree;
  set_all(tree, heads);
  const Hash before = tree.root();
  for (int i = 0; i < 40; ++i) {
    const std::string name = "teacher/" + std::to_string(i * 9);
    heads.add(name, 100 + static_cast<std::uint64_t>(i));
    tree.set(bucket_of_stream(name), leaf_hash(heads.bucket(bucket_of_stream(name))));
    if (i % 10 == 0) CHECK(tree.root() != before);
  }
  CHECK(tree.root() == root_by_definition(heads));
}

TEST_CASE("a bucket and 16 hashes lead to the root, and nothing else does") {
  const Heads heads = some_heads(500);
  StreamHeadTree tree;
  set_all(tree, heads);
  const Hash root = tree.root();
  for (const StreamBucket bucket : {bucket_of_stream("teacher/7"), StreamBucket{0}, StreamBucket{65'535}}) {
    CAPTURE(bucket);
    const Buffer data = heads.bucket(bucket);
    const auto proof = tree.proof(bucket);
    REQUIRE(proof.size() == stream_bucket_proof_hashes);
    CHECK(stream_bucket_holds(bucket, data, proof, root));
    // Empty neighbours are alike, and so are their proofs.
    const auto neighbour = static_cast<StreamBucket>(bucket ^ 1U);
    if (!data.empty()) CHECK_FALSE(stream_bucket_holds(neighbour, data, proof, root));
    Buffer longer = data;
    longer.push_back(0);
    CHECK_FALSE(stream_bucket_holds(bucket, longer, proof, root));
    for (const auto& [what, changed] : test::probes_of(proof)) {
      CAPTURE(what);
      CHECK_FALSE(stream_bucket_holds(bucket, data, changed, root));
    }
  }
}

TEST_CASE("a bucket is read as it was written") {
  const auto [first, second] = neighbours();
  Heads heads;
  heads.add(first, 3);
  heads.add(second, 4);
  const auto bucket = bucket_of_stream(first);
  const Buffer data = heads.bucket(bucket);
  const auto read = parse_stream_bucket(bucket, data);
  REQUIRE(read.ok());
  CHECK(*read == std::vector<NamedHead>{heads.by_name.at(first), heads.by_name.at(second)});
  CHECK(parse_stream_bucket(7, {})->empty());
}

TEST_CASE("what is no bucket is refused with the head that shows it") {
  const auto [first, second] = neighbours();
  const auto bucket = bucket_of_stream(first);
  const NamedHead one{first, {1}, sha256("1")};
  const NamedHead two{second, {1}, sha256("2")};
  const auto written = [](std::initializer_list<NamedHead> heads) {
    Buffer data;
    for (const auto& head : heads) append_stream_head(data, head);
    return data;
  };
  const auto place_of = [&](const Buffer& data, StreamBucket as) {
    const auto read = parse_stream_bucket(as, data);
    return read.ok() ? std::string("accepted") : read.error()->place;
  };
  REQUIRE(place_of(written({one, two}), bucket) == "accepted");
  CHECK(place_of(written({two, one}), bucket) == "stream head 2");
  CHECK(place_of(written({one, one}), bucket) == "stream head 2");
  CHECK(place_of(written({one}), static_cast<StreamBucket>(bucket ^ 1U)) == "stream head 1");
  const Buffer whole = written({one, two});
  const std::size_t first_size = written({one}).size();
  for (std::size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    const bool between = size == first_size;
    CHECK((place_of({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}, bucket) == "accepted") ==
          between);
  }
}

}  // namespace shiji::ledger
