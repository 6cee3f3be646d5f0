// Whatever is changed in a ledger's files, verification finds it and says where. Changes are made with valid checksums
// through RocksDB itself (what an operator could do) and as raw bytes of files (what a disk could do).
#include "chunk_of.h"
#include "named_fault.h"
#include "seed.h"
#include "store/chain_store.h"
#include "store/chunk.h"
#include "tampered_ledger.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <random>

using namespace shiji;
using namespace shiji::tests;

namespace {

std::uint64_t first_of(const std::string& key) { return engine::place_of_chunk(key)->first.value; }

std::size_t events_in(const std::string& stored) {
  engine::DecodedChunk chunk;
  REQUIRE(engine::decode_chunk(stored, chunk).ok());
  return chunk.events.size();
}

/// A stored chunk with one bit of its `event`-th event flipped, compressed again.
std::string with_flipped_bit(const std::string& stored, std::size_t event, std::size_t byte) {
  engine::DecodedChunk chunk;
  REQUIRE(engine::decode_chunk(stored, chunk).ok());
  std::vector<ledger::Buffer> copies;
  for (const auto& bytes : chunk.events) copies.emplace_back(bytes.begin(), bytes.end());
  auto& changed = copies[event];
  changed[byte % changed.size()] ^= 1;
  std::vector<ledger::Bytes> views(copies.begin(), copies.end());
  return chunk_of(views);
}

}  // namespace

TEST_CASE("an untouched ledger has no fault, and nobody outside confirms it") {
  TamperedLedger tampered;
  const auto report = tampered.verify();
  CHECK(report.faults.empty());
  CHECK(report.confirmed_through.value == 0);
}

TEST_CASE("one flipped bit of any event in a full tile is found at its sequence") {
  TamperedLedger tampered;
  std::mt19937_64 random(test_seed());
  for (int i = 0; i < 12; ++i) {
    std::uint64_t sequence = 0;
    std::string key;
    std::string original;
    {
      auto chain = tampered.chain();
      const auto keys = chain.keys("events");
      key = keys[1 + random() % (keys.size() - 2)];
      original = chain.get("events", key);
      const auto event = random() % events_in(original);
      sequence = first_of(key) + event;
      chain.put("events", key, with_flipped_bit(original, event, random() % 300));
    }
    const auto report = tampered.verify();
    INFO("sequence " << sequence);
    if (sequence < 512) {
      CHECK(names(report, "leaf_hash", sequence));
    } else {
      CHECK(report.faults_in_all > 0);
    }
    tampered.chain().put("events", key, original);
  }
  CHECK(tampered.verify().faults.empty());
}

TEST_CASE("a missing, a swapped and a repeated chunk are found where they are") {
  TamperedLedger tampered;
  std::vector<std::string> keys;
  std::string second;
  std::string third;
  {
    auto chain = tampered.chain();
    keys = chain.keys("events");
    second = chain.get("events", keys[2]);
    third = chain.get("events", keys[3]);
    chain.erase("events", keys[2]);
  }
  const auto missing = tampered.verify();
  CHECK(names(missing, "missing", first_of(keys[2])));
  // Streams that end among what is missing are not told again: nobody can know where they ended.
  CHECK(std::ranges::none_of(missing.faults, [](const auto& fault) { return fault.kind == "index"; }));
  {
    auto chain = tampered.chain();
    chain.put("events", keys[2], third);
    chain.put("events", keys[3], second);
  }
  CHECK(names(tampered.verify(), "misplaced", first_of(keys[2])));
  {
    auto chain = tampered.chain();
    chain.put("events", keys[2], second);
    chain.put("events", keys[3], second);
  }
  CHECK(names(tampered.verify(), "leaf_hash", first_of(keys[3])));
}

TEST_CASE("a chunk whose key counts other events than it holds is found") {
  TamperedLedger tampered;
  engine::ChunkPlace place;
  std::string original;
  {
    auto chain = tampered.chain();
    const auto key = chain.keys("events")[2];
    place = engine::place_of_chunk(key).value();
    original = chain.get("events", key);
    chain.erase("events", key);
    chain.put("events", engine::chunk_key({place.first, place.events - 1}), original);
  }
  CHECK(names(tampered.verify(), "misplaced", place.first.value));
  {
    auto chain = tampered.chain();
    chain.erase("events", engine::chunk_key({place.first, place.events - 1}));
    chain.put("events", engine::chunk_key(place), original);
  }
  CHECK(tampered.verify().faults.empty());
}

TEST_CASE("a cut tail is found by HEAD and by the checkpoint") {
  TamperedLedger tampered;
  std::uint64_t last = 0;
  {
    auto chain = tampered.chain();
    const auto keys = chain.keys("events");
    last = first_of(keys.back());
    chain.erase("events", keys.back());
  }
  const auto report = tampered.verify();
  CHECK(names(report, "head_behind", last));
  CHECK(names(report, "truncated", last));
}

TEST_CASE("a changed tile, checkpoint, HEAD and index are found and named") {
  TamperedLedger tampered;
  SECTION("a tile") {
    auto chain = tampered.chain();
    const auto key = chain.keys("tiles").front();
    auto tile = chain.get("tiles", key);
    tile[32 * 5] ^= 1;
    chain.put("tiles", key, tile);
  }
  SECTION("a checkpoint") {
    auto chain = tampered.chain();
    const auto key = chain.keys("checkpoints").front();
    auto note = chain.get("checkpoints", key);
    note[note.size() - 10] ^= 1;
    chain.put("checkpoints", key, note);
  }
  SECTION("the head of a stream") {
    auto index = tampered.index();
    const std::string key = key_of_stream('h', 7);
    auto head = index.get("default", key);
    head[20] ^= 1;
    index.put("default", key, head);
  }
  SECTION("a posting") {
    auto index = tampered.index();
    const auto key = key_of_stream('p', 7) + std::string(9, '\0');
    index.put("default", key, std::string("\x01", 1));
  }
  SECTION("the hash of a bucket") {
    auto index = tampered.index();
    const auto key = hash_key_of_stream(7);
    auto hash = index.get("default", key);
    hash[0] ^= 1;
    index.put("default", key, hash);
  }
  SECTION("both slots of HEAD") {
    std::fstream head(tampered.directory() + "/HEAD", std::ios::in | std::ios::out | std::ios::binary);
    for (const auto at : {20, 4096 + 20}) {
      head.seekg(at);
      const auto byte = static_cast<char>(head.get());
      head.seekp(at);
      head.put(static_cast<char>(byte ^ 0x5a));
    }
  }
  const auto report = tampered.verify();
  CHECK(report.faults_in_all > 0);
  CHECK_FALSE(report.faults.front().where.empty());
}

TEST_CASE("stream heads recorded with a wrong root are found where they stand, and told once") {
  TamperedLedger tampered;
  std::string original;
  {
    auto index = tampered.index();
    original = index.get("default", hash_key_of_stream(7));
    auto wrong = original;
    wrong[31] ^= 1;
    index.put("default", hash_key_of_stream(7), wrong);
  }
  auto& ledger = tampered.ledger();
  ledger.open();
  REQUIRE(ledger.append("a", {school(9'001)}).ok());
  const auto wrong = ledger.owner().record_stream_heads();
  REQUIRE(wrong.ok());
  REQUIRE(ledger.append("b", {school(9'002)}).ok());
  REQUIRE(ledger.owner().record_stream_heads().ok());
  ledger.close();
  tampered.index().put("default", hash_key_of_stream(7), original);
  const auto report = tampered.verify();
  CHECK(names(report, "stream_heads", wrong->sequence.value));
  CHECK(report.faults_in_all == 1);
}

TEST_CASE("a byte changed in any file of the chain is found") {
  TamperedLedger tampered;
  std::mt19937_64 random(test_seed());
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(tampered.directory() + "/chain")) {
    if (entry.path().extension() == ".sst" || entry.path().extension() == ".log") {
      if (entry.file_size() > 0) files.push_back(entry.path());
    }
  }
  REQUIRE_FALSE(files.empty());
  for (int i = 0; i < 20; ++i) {
    const auto& path = files[random() % files.size()];
    const auto at = random() % std::filesystem::file_size(path);
    INFO(path << " at " << at << ", seed " << test_seed());
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const auto byte = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 0x10));
    file.flush();
    engine::VerificationOptions options;
    options.environment = tampered.ledger().environment();
    const auto report = engine::verify_ledger(tampered.directory(), options);
    CHECK((!report.ok() || report->faults_in_all > 0));
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
    file.flush();
  }
}

TEST_CASE("a checkpoint somebody kept confirms what it covers, and refutes another history") {
  TestLedger ledger;
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto kept = ledger.owner().checkpoint();
  REQUIRE(kept.ok());
  REQUIRE(ledger.append("s2", {school(2)}).ok());
  ledger.close();
  engine::VerificationOptions options;
  options.environment = ledger.environment();
  options.against = {{"kept.txt", kept->note}};
  auto report = engine::verify_ledger(ledger.directory(), options);
  REQUIRE(report.ok());
  CHECK(report->faults.empty());
  CHECK(report->confirmed_through == kept->tree_size);
}

TEST_CASE("a whole history told otherwise and signed again with the same keys is refuted only by what somebody kept") {
  const auto verified = [](const TestLedger& ledger, std::vector<engine::OutsideCheckpoint> against) {
    engine::VerificationOptions options;
    options.environment = ledger.environment();
    options.against = std::move(against);
    auto report = engine::verify_ledger(ledger.directory(), options);
    REQUIRE(report.ok());
    return std::move(*report);
  };
  TestLedger told;
  TestLedger again;  // the same clock and entropy, so the operator's keys
  told.open();
  again.open();
  REQUIRE(told.owner().status()->verifier_key == again.owner().status()->verifier_key);
  REQUIRE(told.append("s1", {school(1)}).ok());
  REQUIRE(again.append("s1", {school(2)}).ok());
  for (auto* ledger : {&told, &again}) REQUIRE(ledger->append("s2", {school(3)}).ok());
  const auto kept = told.owner().checkpoint();
  REQUIRE(kept.ok());
  REQUIRE(again.owner().checkpoint().ok());
  told.close();
  again.close();
  const auto alone = verified(again, {});
  CHECK(alone.faults.empty());
  CHECK(alone.confirmed_through.value == 0);  // and that is what it says of itself: nobody outside confirms it
  const auto held = verified(again, {{"kept.txt", kept->note}});
  REQUIRE(held.outside.size() == 1);
  CHECK_FALSE(held.outside.front().agrees);
  REQUIRE(held.faults_in_all == 1);
  CHECK(held.faults.front().kind == "checkpoint");
  CHECK(held.faults.front().where == "kept.txt");
  CHECK(verified(told, {{"kept.txt", kept->note}}).faults.empty());
}

TEST_CASE("a stored checkpoint that is gone, and one that stands elsewhere, are found") {
  TamperedLedger tampered;
  tampered.ledger().open();
  REQUIRE(tampered.ledger().append("more", {school(9'000)}).ok());
  REQUIRE(tampered.ledger().owner().checkpoint().ok());
  tampered.ledger().close();
  {
    auto chain = tampered.chain();
    const auto keys = chain.keys("checkpoints");
    REQUIRE(keys.size() == 2);
    SECTION("the older one erased") { chain.erase("checkpoints", keys[0]); }
    SECTION("the newer one erased") { chain.erase("checkpoints", keys[1]); }
    SECTION("the newer one under the size of the older") {
      chain.put("checkpoints", keys[0], chain.get("checkpoints", keys[1]));
    }
  }
  const auto report = tampered.verify();
  REQUIRE_FALSE(report.faults.empty());
  CHECK(report.faults.front().kind == "checkpoint");
}

TEST_CASE("a newer format is told, not guessed at") {
  TestLedger ledger;
  ledger.open();
  ledger.close();
  OpenedDatabase(ledger.directory() + "/chain", ledger.environment()).put("default", "format", "2");
  CHECK(outcome_of(engine::Owner::open(ledger.directory(), ledger.options())) == "error newer_format");
}
