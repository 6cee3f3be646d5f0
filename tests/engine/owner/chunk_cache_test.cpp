// Chunks that were read lately: bounded, shared, never wrong.
#include "owner/chunk_cache.h"

#include "chunk_of.h"
#include "opened_database.h"
#include "store/chain_store.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace shiji;
using namespace shiji::tests;
using engine::ChunkCache;
using engine::KeptChunk;

namespace {

constexpr std::uint64_t chunk_events = 8;

/// Events `first` to before `first + 8`, each 1,000 bytes of its number.
std::unique_ptr<KeptChunk> chunk_at(std::uint64_t first) {
  std::vector<ledger::Buffer> events;
  for (std::uint64_t i = 0; i < chunk_events; ++i) events.emplace_back(1'000, static_cast<std::uint8_t>(first + i));
  const std::vector<ledger::Bytes> views(events.begin(), events.end());
  auto chunk = std::make_unique<KeptChunk>();
  chunk->first = {first};
  REQUIRE(engine::decode_chunk(chunk_of(views), chunk->chunk).ok());
  return chunk;
}

std::size_t bytes_of_one() {
  ChunkCache cache(1 << 20);
  cache.keep(chunk_at(0));
  return cache.bytes();
}

}  // namespace

TEST_CASE("a kept chunk is found by each of its sequences, and by no other") {
  ChunkCache cache(1 << 20);
  CHECK(cache.find({16}) == nullptr);
  const auto kept = cache.keep(chunk_at(16));
  for (std::uint64_t i = 16; i < 16 + chunk_events; ++i) CHECK(cache.find({i}) == kept);
  CHECK(cache.find({15}) == nullptr);
  CHECK(cache.find({24}) == nullptr);  // what is appended behind it is in another chunk
  cache.keep(chunk_at(24));
  CHECK(cache.find({24})->first.value == 24);
}

TEST_CASE("the cache stays in its bounds, and what was asked for longest ago goes first") {
  const auto one = bytes_of_one();
  CHECK(one > 8'000);
  ChunkCache cache(3 * one);
  for (const std::uint64_t first : {0, 8, 16}) cache.keep(chunk_at(first));
  const auto taken = cache.find({0});
  cache.keep(chunk_at(24));
  CHECK(cache.bytes() == 3 * one);
  CHECK(cache.find({8}) == nullptr);
  for (const std::uint64_t first : {0, 16, 24}) CHECK(cache.find({first}) != nullptr);
  for (std::uint64_t first = 32; first < 800; first += 8) cache.keep(chunk_at(first));
  CHECK(cache.bytes() == 3 * one);
  CHECK(cache.find({0}) == nullptr);
  CHECK(taken->chunk.events[7][0] == 7);  // who took it still has it
}

TEST_CASE("a chunk that was kept twice is there once, and one that does not fit is handed back") {
  const auto one = bytes_of_one();
  ChunkCache cache(one);
  const auto first = cache.keep(chunk_at(0));
  CHECK(cache.keep(chunk_at(0)) == first);
  CHECK(cache.bytes() == one);
  ChunkCache none(0);
  CHECK(none.keep(chunk_at(0))->first.value == 0);
  CHECK(none.bytes() == 0);
  CHECK(none.find({0}) == nullptr);
}

namespace {

/// A document of many parts, each in a commit and so in a chunk of its own, among others.
void fill(TestLedger& ledger, std::uint32_t parts) {
  std::uint64_t number = 1;
  for (std::uint32_t part = 0; part < parts; ++part) {
    REQUIRE(ledger.append("p" + std::to_string(part), {document_part(1, part, parts), school(number++)}).ok());
  }
}

std::string document_stream(std::uint32_t parts) { return document_part(1, 0, parts).stream; }

/// The stream's leaf hashes, checked against the bytes and against one another.
std::vector<ledger::Hash> read_stream(engine::Owner& owner, std::uint32_t parts) {
  std::vector<ledger::Hash> leaves;
  const auto read = owner.read_stream(document_stream(parts), {0}, [&](const engine::RecordedEvent& event) {
    const auto& position = event.event.event.position;
    if (position.version.value != leaves.size()) return false;
    if (!leaves.empty() && position.stream_previous != leaves.back()) return false;
    if (event.leaf_hash != ledger::leaf_hash(event.event.bytes)) return false;
    leaves.push_back(event.leaf_hash);
    return true;
  });
  CHECK(outcome_of(read) == "ok");
  return leaves;
}

}  // namespace

TEST_CASE("a stream over many chunks reads the same cold and warm, with and without a cache, and by many at once") {
  TestLedger ledger;
  ledger.open({.chunk_cache_bytes = GENERATE(std::size_t{0}, std::size_t{20'000}, std::size_t{32} << 20)});
  fill(ledger, 300);
  const auto once = read_stream(ledger.owner(), 300);
  REQUIRE(once.size() == 300);
  CHECK(read_stream(ledger.owner(), 300) == once);
  ledger.close();
  ledger.open({.chunk_cache_bytes = 50'000});
  std::vector<std::vector<ledger::Hash>> told(4);
  std::vector<std::thread> readers;
  readers.reserve(told.size());
  for (auto& leaves : told) readers.emplace_back([&] { leaves = read_stream(ledger.owner(), 300); });
  for (auto& reader : readers) reader.join();
  for (const auto& leaves : told) CHECK(leaves == once);
}

TEST_CASE("who reads a stream sees what is appended to it later") {
  TestLedger ledger;
  ledger.open();
  for (std::uint32_t part = 0; part < 5; ++part) {
    REQUIRE(ledger.append("p" + std::to_string(part), {document_part(1, part, 5)}).ok());
    CHECK(read_stream(ledger.owner(), 5).size() == part + 1);
    CHECK(ledger.owner().prove({ledger.size() - 1}).ok());
  }
}

TEST_CASE("a visitor that has enough ends the reading of a stream") {
  TestLedger ledger;
  ledger.open();
  fill(ledger, 40);
  std::size_t seen = 0;
  const auto visit = [&](const engine::RecordedEvent&) { return ++seen < 2; };
  CHECK(ledger.owner().read_stream(document_stream(40), {0}, visit).ok());
  CHECK(seen == 2);
}

TEST_CASE("a chunk that is not right is told at its event, each time, and never kept") {
  TestLedger ledger;
  ledger.open();
  fill(ledger, 200);
  ledger.close();
  std::string key;
  std::string original;
  {
    OpenedDatabase chain(ledger.directory() + "/chain", ledger.environment());
    const auto keys = chain.keys("events");
    key = keys[40];  // in a full tile: opening does not read it
    original = chain.get("events", key);
    auto changed = original;
    SECTION("it does not decode") { changed.back() = static_cast<char>(changed.back() ^ 1); }
    SECTION("it holds other events") { changed = chain.get("events", keys[41]); }
    chain.put("events", key, changed);
  }
  const auto bad = engine::place_of_chunk(key)->first.value;
  for (const bool once_more : {false, true}) {
    ledger.open();
    for (int i = 0; i < 2; ++i) {
      std::uint64_t seen = 0;
      const auto read = ledger.owner().read_stream(document_stream(200), {0}, [&](const engine::RecordedEvent& event) {
        seen = event.event.event.position.sequence.value;
        return true;
      });
      INFO("again: " << once_more << i);
      CHECK(outcome_of(read) == "error corrupt");
      CHECK(seen == bad - 2);  // all before it were told
      CHECK(outcome_of(ledger.owner().prove({bad})) == "error corrupt");
    }
    ledger.close();
  }
  OpenedDatabase(ledger.directory() + "/chain", ledger.environment()).put("events", key, original);
  ledger.open();
  CHECK(read_stream(ledger.owner(), 200).size() == 200);
}
