// Recorded roots against the streams: what is true passes, each untruth is told, and what cannot be known is not.
#include "verify/stream_heads_check.h"

#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>

#include <map>

namespace shiji::engine {
namespace {

using ledger::Hash;
using ledger::control::StreamHeadsRecorded;

/// Streams that grow in turns, fed to a check, with the true heads beside it.
class Grown {
 public:
  void add(const std::string& stream) { check.take(next(stream)); }
  /// Events of one stream, all but the first of them together.
  void add_run(const std::string& stream, std::size_t events) {
    add(stream);
    std::vector<Hash> leaves;
    for (std::size_t i = 1; i < events; ++i) leaves.push_back(next(stream).leaf);
    check.follow(leaves);
  }
  ledger::LinkedEvent next(const std::string& stream) {
    auto& head = heads_.try_emplace(stream, Head{~std::uint64_t{0}, {}}).first->second;
    ++head.version;
    head.leaf = ledger::sha256(stream + std::to_string(head.version));
    ledger::LinkedEvent event{};
    event.sequence = {size_++};
    event.version = {head.version};
    event.stream = stream;
    event.leaf = head.leaf;
    return event;
  }
  void grow(std::uint64_t events) {
    for (std::uint64_t i = 0; i < events; ++i) add("s/" + std::to_string(size_ * 7919 % 1500));
  }
  [[nodiscard]] StreamHeadsRecorded truth() const {
    std::map<ledger::StreamBucket, ledger::Buffer> buckets;
    for (const auto& [name, head] : heads_) {
      ledger::append_stream_head(buckets[ledger::bucket_of_stream(name)], {name, {head.version}, head.leaf});
    }
    ledger::StreamHeadTree tree;
    for (const auto& [bucket, data] : buckets) tree.set(bucket, ledger::leaf_hash(data));
    return {.tree_size = size_, .count = heads_.size(), .root = tree.root()};
  }
  /// What is told of a record that is the next event.
  std::size_t told(const StreamHeadsRecorded& recorded) {
    add("heads/streams");
    std::size_t count = 0;
    check.check(recorded, [&](const std::string&) { ++count; });
    return count;
  }

  StreamHeadsCheck check;

 private:
  struct Head {
    std::uint64_t version;
    Hash leaf;
  };
  std::uint64_t size_ = 0;
  std::map<std::string, Head> heads_;
};

}  // namespace

TEST_CASE("true roots pass, right behind their events and long after them") {
  Grown streams;
  for (const std::uint64_t behind : {0U, 1U, 700U, 5'000U}) {
    streams.grow(3'000);
    const auto record = streams.truth();
    streams.grow(behind);
    CHECK(streams.told(record) == 0);
  }
}

TEST_CASE("a record in the middle of what one stream goes on with counts what came before it") {
  Grown streams;
  streams.grow(100);
  for (const std::uint64_t behind : {0U, 1U, 5U, 9'000U}) {
    for (int i = 0; i < 10; ++i) streams.add("s/1");
    const auto record = streams.truth();
    for (std::uint64_t i = 0; i < behind; ++i) streams.add("s/1");
    CHECK(streams.told(record) == 0);
    for (int i = 0; i < 3; ++i) streams.add("s/1");
    CHECK(streams.told(streams.truth()) == 0);
  }
}

TEST_CASE("events that are taken together count as those that are taken one by one") {
  Grown streams;
  for (const std::size_t events : {1U, 2U, 60U, 4'095U, 4'096U, 5'000U}) {
    streams.add_run("s/1", events);
    streams.add("s/2");
    const auto record = streams.truth();
    streams.add_run("s/2", events);
    CHECK(streams.told(record) == 0);
  }
  const auto early = streams.truth();
  streams.add_run("s/1", ledger::stream_heads_behind_max);
  CHECK(streams.told(early) == 0);
  CHECK(streams.told(streams.truth()) == 0);
}

TEST_CASE("a record as far behind as is allowed is judged, and one before an earlier record is told") {
  Grown streams;
  streams.grow(10);
  const auto early = streams.truth();
  for (std::uint64_t i = 0; i < ledger::stream_heads_behind_max; ++i) streams.add("s/1");
  CHECK(streams.told(early) == 0);
  streams.grow(10);
  CHECK(streams.told(streams.truth()) == 0);
  CHECK(streams.told(early) == 1);
}

TEST_CASE("an untrue root, count or size of a record is told") {
  Grown streams;
  streams.grow(100);
  const auto truth = streams.truth();
  auto wrong = truth;
  SECTION("root") { wrong.root.bytes[3] ^= 1U; }
  SECTION("count") { ++wrong.count; }
  SECTION("a size before") { --wrong.tree_size; }
  SECTION("a size beyond the record itself") { wrong.tree_size += 2; }
  CHECK(streams.told(wrong) == 1);
}

TEST_CASE("records that go on being wrong are told once, and again after a true one") {
  Grown streams;
  const auto wrong = [&] {
    streams.grow(10);
    auto record = streams.truth();
    record.root.bytes[0] ^= 1U;
    return streams.told(record);
  };
  CHECK(wrong() == 1);
  CHECK(wrong() == 0);
  streams.grow(10);
  CHECK(streams.told(streams.truth()) == 0);
  CHECK(wrong() == 1);
}

TEST_CASE("a record further behind than is allowed is told, and nothing more is held than that") {
  Grown streams;
  streams.grow(10);
  const auto early = streams.truth();
  for (std::uint64_t i = 0; i <= ledger::stream_heads_behind_max; ++i) streams.add("s/1");
  CHECK(streams.told(early) == 1);
}

TEST_CASE("where events are missing, roots are not judged") {
  Grown streams;
  streams.grow(10);
  auto wrong = streams.truth();
  wrong.root.bytes[0] ^= 1U;
  streams.check.lose();
  CHECK(streams.told(wrong) == 0);
}

}  // namespace shiji::engine
