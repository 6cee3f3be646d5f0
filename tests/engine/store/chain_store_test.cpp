// The chain's tiles lie in the order in which they became full, whatever their level, and are found by level and
// number.
#include "store/chain_store.h"

#include "chunk_of.h"
#include "opened_database.h"
#include "shiji/ledger/chain/hash.h"
#include "temporary_directory.h"

#include <catch2/catch.hpp>

#include <cstring>

using namespace shiji;
using namespace shiji::tests;
using engine::ChainStore;
using ledger::Hash;
using ledger::TileId;

namespace {

using Tiles = std::vector<std::pair<TileId, std::vector<Hash>>>;

/// The full tiles of a tree of 70,000 leaves: 273 of level 0, one of level 1 among them.
Tiles tiles_of_a_tree() {
  std::vector<Hash> leaves(70'000);
  for (std::size_t i = 0; i < leaves.size(); ++i) std::memcpy(leaves[i].bytes.data(), &i, sizeof(i));
  Tiles tiles;
  ledger::TileTree().append(leaves, [&](TileId id, std::span<const Hash> hashes) {
    tiles.emplace_back(id, std::vector<Hash>(hashes.begin(), hashes.end()));
  });
  return tiles;
}

std::vector<TileId> listed_from(const ChainStore& store, std::uint64_t from) {
  std::vector<TileId> listed;
  REQUIRE(store.each_tile({from}, [&](TileId id, std::string_view) {
    listed.push_back(id);
    return true;
  }));
  return listed;
}

}  // namespace

TEST_CASE("tiles of every level lie in the order in which they became full, and each is found") {
  const TemporaryDirectory directory;
  const auto path = directory / "chain";
  const auto environment = engine::system_environment();
  const auto tiles = tiles_of_a_tree();
  REQUIRE(tiles.size() == 274);
  {
    auto store = ChainStore::open(path, ChainStore::Mode::create, environment);
    REQUIRE(store.ok());
    engine::CommitBatch batch;
    for (const auto& [id, hashes] : tiles) batch.tiles.push_back({id, hashes});
    REQUIRE((*store)->commit(batch));
    std::vector<TileId> in_order;
    for (const auto& [id, hashes] : tiles) {
      in_order.push_back(id);
      CHECK((*store)->full_tile(id).value() == hashes);
      const auto read = (*store)->tiles_of(id.level)->read(id.index);
      REQUIRE(read.ok());
      CHECK(std::memcmp(read->data(), hashes.data(), read->size()) == 0);
    }
    CHECK(listed_from(**store, 0) == in_order);
    CHECK(listed_from(**store, 69'887) == std::vector<TileId>{{0, 272}});
    CHECK(listed_from(**store, 69'888).empty());
    CHECK((*store)->full_tile({0, 273}).error()->code == ledger::ErrorCode::not_found);
  }
  SECTION("a key that names no tile is told") {
    const std::string odd = engine::key_of(300) + std::string(1, '\0');
    OpenedDatabase(path, environment).put("tiles", odd, std::string(8'192, 'x'));
    const auto store = ChainStore::open(path, ChainStore::Mode::open_read_only, environment);
    REQUIRE(store.ok());
    CHECK_FALSE((*store)->each_tile({0}, [](TileId, std::string_view) { return true; }));
  }
}

TEST_CASE("a chunk's key tells where its events lie, and any other key tells nothing") {
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{64}, std::uint64_t{1} << 40}) {
    for (const std::uint32_t events : {1U, 2U, 256U, 257U, 1'024U}) {
      const auto place = engine::place_of_chunk(engine::chunk_key({{first}, events}));
      REQUIRE(place.has_value());
      CHECK(place->first.value == first);
      CHECK(place->events == events);
    }
  }
  const std::string zero(8, '\0');
  CHECK_FALSE(engine::place_of_chunk(""));
  CHECK_FALSE(engine::place_of_chunk(zero));                                                 // a number alone
  CHECK_FALSE(engine::place_of_chunk(zero + std::string("\0\1", 2)));                        // events before the first
  CHECK_FALSE(engine::place_of_chunk("\1" + zero.substr(1) + "\4" + std::string(1, '\0')));  // 1,025 of them
  CHECK_FALSE(engine::place_of_chunk(zero + std::string(3, '\0')));
}

TEST_CASE("an event is looked for in its chunk or else the first behind it, and a key that counts wrongly is told") {
  const TemporaryDirectory directory;
  const auto environment = engine::system_environment();
  auto opened = ChainStore::open(directory / "chain", ChainStore::Mode::create, environment);
  REQUIRE(opened.ok());
  const ledger::Buffer bytes(100, 7);
  const std::vector<ledger::Bytes> three(3, bytes);
  const auto value = chunk_of(three);
  engine::CommitBatch batch;
  for (const auto& place : {engine::ChunkPlace{{0}, 3}, {{6}, 3}, {{9}, 2}}) batch.chunks.push_back({place, value});
  REQUIRE((*opened)->commit(batch).ok());
  engine::DecodedChunk chunk;
  for (const auto& [sequence, first] :
       std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 0}, {2, 0}, {3, 6}, {6, 6}, {8, 6}}) {
    CHECK((*opened)->read_chunk({sequence}, chunk).value().value == first);
    std::vector<std::uint64_t> visited;
    REQUIRE((*opened)->each_chunk({sequence}, [&](ledger::Sequence at, std::string_view) {
      visited.push_back(at.value);
      return true;
    }));
    CHECK(visited.front() == first);
    CHECK(visited.back() == 9);
  }
  for (const std::uint64_t sequence : {9, 10}) {
    const auto read = (*opened)->read_chunk({sequence}, chunk);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error()->code == ledger::ErrorCode::corrupt);
    CHECK(read.error()->place == "chunk 9");
  }
  CHECK((*opened)->read_chunk({11}, chunk).error()->code == ledger::ErrorCode::not_found);
}
