#include "chain/sha256_runs.h"
#include "seed.h"
#include "shiji/ledger/chain/hash.h"

#include <catch2/catch.hpp>

#include <random>

namespace shiji::ledger {
namespace {

Buffer random_bytes(std::mt19937_64& random, std::size_t size) {
  Buffer out(size);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(random());
  return out;
}

using Way = void (*)(std::span<Sha256Run>);

/// Runs of every small number of blocks in every small company, each from a state of its own.
void check_way(Way way) {
  std::mt19937_64 random(shiji::tests::test_seed());
  for (std::size_t company = 0; company <= 50; ++company) {
    std::vector<Buffer> blocks;
    std::vector<Sha256Run> alone;
    for (std::size_t i = 0; i < company; ++i) {
      blocks.push_back(random_bytes(random, random() % 12 * sha256_block_bytes));
      Sha256Run run;
      for (auto& word : run.words) word = static_cast<std::uint32_t>(random());
      run.blocks = blocks[i].data();
      run.count = blocks[i].size() / sha256_block_bytes;
      alone.push_back(run);
    }
    auto beside = alone;
    sha256_one_by_one(alone);
    way(beside);
    for (std::size_t i = 0; i < company; ++i) {
      CAPTURE(shiji::tests::test_seed(), company, i, blocks[i].size());
      REQUIRE(beside[i].words == alone[i].words);
      REQUIRE(beside[i].count == 0);
    }
  }
}

}  // namespace

TEST_CASE("runs in lanes end with the states they have one by one") { check_way(sha256_in_lanes); }

TEST_CASE("runs in strands end with the states they have one by one") {
  if (!has_sha_strands()) return;
  check_way(sha256_in_strands);
}

TEST_CASE("runs in wide lanes end with the states they have one by one") {
  if (!has_sha_wide_lanes()) return;
  check_way(sha256_in_wide_lanes);
}

TEST_CASE("the way that is chosen here ends with the states of one by one") { check_way(sha256_beside); }

TEST_CASE("starts that are finished together have the hashes they have alone, whatever their lengths") {
  std::mt19937_64 random(shiji::tests::test_seed());
  for (int round = 0; round < 200; ++round) {
    std::vector<Buffer> messages;
    for (std::size_t i = random() % 60; i > 0; --i) messages.push_back(random_bytes(random, random() % 600));
    std::vector<LeafHashStart> starts;
    std::vector<Bytes> rests;
    for (const auto& message : messages) {
      const auto split = random() % (message.size() + 1);
      starts.emplace_back(Bytes(message).first(split));
      rests.push_back(Bytes(message).subspan(starts.back().size()));
    }
    std::vector<const LeafHashStart*> places(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) places[i] = &starts[i];
    std::vector<Hash> hashes(messages.size());
    LeafHashStart::finish_each(places, rests, hashes);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      CAPTURE(shiji::tests::test_seed(), round, i, messages[i].size(), rests[i].size());
      REQUIRE(hashes[i] == leaf_hash(messages[i]));
    }
  }
}

TEST_CASE("every length from nothing to five blocks, split everywhere, is finished to the same hash") {
  for (std::size_t size = 0; size <= 5 * sha256_block_bytes; ++size) {
    const Buffer bytes(size, static_cast<std::uint8_t>(size));
    std::vector<LeafHashStart> starts;
    std::vector<Bytes> rests;
    for (std::size_t split = 0; split <= size; ++split) {
      starts.emplace_back(Bytes(bytes).first(split));
      rests.push_back(Bytes(bytes).subspan(starts.back().size()));
    }
    std::vector<const LeafHashStart*> places(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) places[i] = &starts[i];
    std::vector<Hash> hashes(starts.size());
    LeafHashStart::finish_each(places, rests, hashes);
    for (const auto& hash : hashes) REQUIRE(hash == leaf_hash(bytes));
  }
}

TEST_CASE("in frames, events are begun and finished to the hashes they have alone, whatever their lengths") {
  std::mt19937_64 random(shiji::tests::test_seed());
  for (int round = 0; round < 200; ++round) {
    CAPTURE(shiji::tests::test_seed(), round);
    std::vector<Buffer> frames;
    std::vector<Bytes> events;
    std::vector<Bytes> firsts;
    for (std::size_t i = random() % 120; i > 0; --i) {
      const auto size = random() % 600;
      frames.push_back(random_bytes(random, LeafFrame::size(size)));
      const auto event = std::span(frames.back()).subspan(LeafFrame::before, size);
      LeafFrame::close(event);
      events.emplace_back(event);
      firsts.emplace_back(event.first(random() % (size + 1)));
    }
    std::vector<LeafHashStart> starts;
    LeafHashStart::of_framed(firsts, starts);
    REQUIRE(starts.size() == events.size());
    std::vector<const LeafHashStart*> places;
    std::vector<Bytes> rests;
    std::vector<Hash> hashes(events.size());
    std::vector<Hash*> out;
    for (std::size_t i = 0; i < events.size(); ++i) {
      REQUIRE(starts[i].size() <= firsts[i].size());
      REQUIRE(starts[i].finish(events[i].subspan(starts[i].size())) == leaf_hash(events[i]));
      places.push_back(&starts[i]);
      rests.push_back(events[i].subspan(starts[i].size()));
      out.push_back(&hashes[i]);
    }
    LeafHashStart::finish_framed(places, rests, out);
    for (std::size_t i = 0; i < events.size(); ++i) REQUIRE(hashes[i] == leaf_hash(events[i]));
  }
}

TEST_CASE("messages hashed together have the hashes they have alone, whatever their lengths") {
  std::mt19937_64 random(shiji::tests::test_seed());
  std::vector<Buffer> messages;
  for (std::size_t size = 0; size <= 200; ++size) messages.push_back(random_bytes(random, size));
  messages.push_back(random_bytes(random, 32 * 1'024));
  std::vector<Hash> hashes(messages.size());
  sha256_each(std::vector<Bytes>(messages.begin(), messages.end()), hashes);
  for (std::size_t i = 0; i < messages.size(); ++i) REQUIRE(hashes[i] == sha256(messages[i]));
  sha256_each({}, {});
}

TEST_CASE("a row of nodes is hashed as its pairs are alone, also over itself") {
  std::mt19937_64 random(shiji::tests::test_seed());
  for (std::size_t pairs = 0; pairs <= 130; ++pairs) {
    std::vector<Hash> row(2 * pairs);
    for (auto& hash : row) hash.bytes[0] = static_cast<std::uint8_t>(random());
    std::vector<Hash> expected;
    for (std::size_t i = 0; i < pairs; ++i) expected.push_back(node_hash(row[2 * i], row[2 * i + 1]));
    std::vector<Hash> apart(pairs);
    node_hashes(row, apart);
    REQUIRE(apart == expected);
    node_hashes(row, std::span(row).first(pairs));
    row.resize(pairs);
    REQUIRE(row == expected);
  }
}

}  // namespace shiji::ledger
