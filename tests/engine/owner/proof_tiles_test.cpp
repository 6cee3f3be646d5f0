// Proofs out of tiles that are kept: the same as without, bounded, and told when a tile is gone.
#include "owner/proof_tiles.h"

#include "shiji/ledger/chain/hash.h"
#include "temporary_directory.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

using namespace shiji;
using namespace shiji::tests;
using engine::ChainStore;
using engine::ProofTiles;
using ledger::Hash;
using ledger::TileId;

namespace {

constexpr std::uint64_t leaf_count = 70'000;  // 273 full tiles of level 0, one of level 1, edges on three levels

/// A tree whose full tiles lie in a store, but for those `without`.
class StoredTree {
 public:
  explicit StoredTree(std::vector<TileId> without = {}) {
    auto opened = ChainStore::open(directory_ / "chain", ChainStore::Mode::create, environment_);
    REQUIRE(opened.ok());
    store = std::move(*opened);
    leaves.resize(leaf_count);
    for (std::size_t i = 0; i < leaves.size(); ++i) std::memcpy(leaves[i].bytes.data(), &i, sizeof(i));
    engine::CommitBatch batch;
    tree.append(leaves, [&](TileId id, std::span<const Hash> hashes) {
      if (std::ranges::find(without, id) == without.end()) batch.tiles.push_back({id, {hashes.begin(), hashes.end()}});
    });
    REQUIRE(store->commit(batch).ok());
  }
  [[nodiscard]] Hash root_at(std::uint64_t size) const {
    ledger::TileTree older;
    older.append(std::span(leaves).first(size), [](TileId, std::span<const Hash>) {});
    return older.root();
  }

 private:
  TemporaryDirectory directory_;
  engine::Environment environment_ = engine::system_environment();

 public:
  std::unique_ptr<ChainStore> store;
  std::vector<Hash> leaves;
  ledger::TileTree tree;
};

}  // namespace

TEST_CASE("a proof out of kept tiles is the one that holds, under the tree and under earlier ones") {
  const StoredTree stored;
  ProofTiles proofs(*stored.store, 1'024);
  for (const std::uint64_t size : {leaf_count, leaf_count - 1, std::uint64_t{65'793}, std::uint64_t{65'536},
                                   std::uint64_t{300}, std::uint64_t{1}}) {
    const auto root = stored.root_at(size);
    for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size / 2, size - 1}) {
      for (int again = 0; again < 2; ++again) {
        const auto proof = proofs.inclusion_proof({index}, {size}, stored.tree);
        REQUIRE(proof.ok());
        CAPTURE(size, index, again);
        CHECK(ledger::inclusion_holds({index}, {size}, stored.leaves[index], *proof, root));
      }
    }
  }
}

TEST_CASE("no more tiles are kept than were asked for, and proofs hold without any") {
  const StoredTree stored;
  const auto root = stored.tree.root();
  for (const std::size_t most : {0, 1, 5}) {
    ProofTiles proofs(*stored.store, most);
    for (std::uint64_t index = 0; index < leaf_count; index += 6'000) {
      const auto proof = proofs.inclusion_proof({index}, stored.tree.size(), stored.tree);
      REQUIRE(proof.ok());
      CHECK(ledger::inclusion_holds({index}, stored.tree.size(), stored.leaves[index], *proof, root));
    }
    CHECK(proofs.kept() == most);
  }
}

TEST_CASE("tiles near the root are read beforehand, and one that is gone is passed over") {
  const StoredTree stored;
  ProofTiles proofs(*stored.store, 1'024);
  proofs.read_upper(stored.tree, 2);
  CHECK(proofs.kept() == 0);
  proofs.read_upper(stored.tree, 1);
  CHECK(proofs.kept() == 1);
  const StoredTree spoilt({TileId{1, 0}});
  ProofTiles others(*spoilt.store, 1'024);
  others.read_upper(spoilt.tree, 1);
  CHECK(others.kept() == 0);
  CHECK_FALSE(others.inclusion_proof({0}, spoilt.tree.size(), spoilt.tree).ok());
}

TEST_CASE("a tile that is gone is told by the proofs that need it, and by no other") {
  const StoredTree stored({TileId{0, 7}});
  ProofTiles proofs(*stored.store, 1'024);
  const auto failed = proofs.inclusion_proof({7 * 256 + 3}, stored.tree.size(), stored.tree);
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error()->code == ledger::ErrorCode::not_found);
  CHECK(failed.error()->place.find("tile/0/007") != std::string::npos);
  CHECK(proofs.inclusion_proof({8 * 256}, stored.tree.size(), stored.tree).ok());
}

TEST_CASE("proofs made side by side hold") {
  const StoredTree stored;
  const auto root = stored.tree.root();
  ProofTiles proofs(*stored.store, 4);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (std::uint64_t first = 0; first < 4; ++first) {
    threads.emplace_back([&, first] {
      for (auto index = first * 1'000; index < leaf_count; index += 7'001) {
        const auto proof = proofs.inclusion_proof({index}, stored.tree.size(), stored.tree);
        if (!proof || !ledger::inclusion_holds({index}, stored.tree.size(), stored.leaves[index], *proof, root))
          ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
