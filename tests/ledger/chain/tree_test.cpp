#include "chain/memory_log.h"
#include "chain/reference_tree.h"

#include <catch2/catch.hpp>

#include <cstring>

namespace shiji::ledger {
namespace {

using test::MemoryLog;
using test::reference_root;

const std::vector<std::string> ct_leaves = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> ct_roots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                           "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                           "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                           "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                           "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                           "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                           "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                           "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

void check_restores(const MemoryLog& log) {
  const std::size_t edge = log.leaves.size() % tile_width;
  const auto restored =
      TileTree::restore(TreeSize{log.leaves.size()}, std::span(log.leaves).last(edge), log.full_reader());
  REQUIRE(restored.ok());
  REQUIRE(restored->size() == log.tree.size());
  REQUIRE(restored->root() == log.tree.root());
  REQUIRE(restored->levels() == log.tree.levels());
  for (std::uint32_t level = 0; level < log.tree.levels(); ++level)
    REQUIRE(std::equal(restored->edge(level).begin(), restored->edge(level).end(), log.tree.edge(level).begin(),
                       log.tree.edge(level).end()));
}

}  // namespace

TEST_CASE("the roots of Certificate Transparency's eight leaves hold at every size") {
  TileTree tree;
  CHECK(to_hex(tree.root().span()) == ct_roots[0]);
  for (std::size_t i = 0; i < ct_leaves.size(); ++i) {
    tree.append(leaf_hash(from_hex(ct_leaves[i]).value()), [](TileId, std::span<const Hash>) {});
    CHECK(to_hex(tree.root().span()) == ct_roots[i + 1]);
  }
}

TEST_CASE("the root is that of the definition at every size to 600") {
  MemoryLog log;
  for (std::size_t size = 0; size <= 600; ++size) {
    REQUIRE(log.tree.root() == reference_root(log.leaves));
    log.append();
  }
}

TEST_CASE("a tree grown by subtrees of every size is the one grown by leaves, with the same tiles handed out") {
  using Tiles = std::vector<std::pair<TileId, std::vector<Hash>>>;
  const auto into = [](Tiles& tiles) {
    return [&tiles](TileId id, std::span<const Hash> hashes) {
      tiles.emplace_back(id, std::vector<Hash>(hashes.begin(), hashes.end()));
    };
  };
  for (std::size_t width = 1; width <= tile_width; width *= 2) {
    CAPTURE(width);
    TileTree by_leaves;
    TileTree by_subtrees;
    Tiles tiles_of_leaves;
    Tiles tiles_of_subtrees;
    for (std::size_t size = 0; size < 70'000; size += width) {
      std::vector<Hash> leaves(width);
      for (std::size_t i = 0; i < width; ++i) {
        leaves[i].bytes[0] = static_cast<std::uint8_t>(size + i);
        leaves[i].bytes[1] = static_cast<std::uint8_t>((size + i) >> 8U);
        by_leaves.append(leaves[i], into(tiles_of_leaves));
      }
      by_subtrees.append_subtree(leaves, subtree_root(leaves), into(tiles_of_subtrees));
    }
    REQUIRE(by_subtrees.size() == by_leaves.size());
    REQUIRE(by_subtrees.root() == by_leaves.root());
    REQUIRE(tiles_of_subtrees == tiles_of_leaves);
  }
}

TEST_CASE("a tree grown by many leaves at once is the one grown by leaves, wherever they begin and end") {
  TileTree by_leaves;
  TileTree at_once;
  std::vector<std::pair<TileId, Hash>> tiles_of_leaves;
  std::vector<std::pair<TileId, Hash>> tiles_at_once;
  const auto into = [](auto& tiles) {
    return [&tiles](TileId id, std::span<const Hash> hashes) { tiles.emplace_back(id, subtree_root(hashes)); };
  };
  for (const std::size_t count : {1U, 2U, 3U, 250U, 0U, 256U, 511U, 1'000U, 65'535U, 7U, 70'000U}) {
    std::vector<Hash> leaves(count);
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(leaves[i].bytes.data(), &i, sizeof(i));
      by_leaves.append(leaves[i], into(tiles_of_leaves));
    }
    at_once.append(leaves, into(tiles_at_once));
    CAPTURE(count);
    REQUIRE(at_once.size() == by_leaves.size());
    REQUIRE(at_once.root() == by_leaves.root());
  }
  CHECK(tiles_at_once == tiles_of_leaves);
}

TEST_CASE("tiles, edge and restored tree are right around every power of 256") {
  MemoryLog log;
  for (const std::size_t size : {1U, 255U, 256U, 257U, 511U, 512U, 513U, 65535U, 65536U, 65537U, 70000U}) {
    CAPTURE(size);
    while (log.leaves.size() < size) log.append();
    CHECK(log.tree.root() == reference_root(log.leaves));
    CHECK(root_from_tiles(TreeSize{size}, log.reader()).value() == log.tree.root());
    CHECK(log.tree.edge(0).size() == size % 256);
    CHECK(log.tree.edge(1).size() == size / 256 % 256);
    CHECK(log.tree.edge(2).size() == size / 65536);
    CHECK(log.tree.edge(9).empty());
    check_restores(log);
  }
  CHECK_FALSE(log.written_twice);
  CHECK(log.full_tiles.size() == 273 + 1);  // the example of the tlog-tiles specification
  for (const auto& [id, hashes] : log.full_tiles) {
    const std::uint64_t covered = std::uint64_t{1} << (8 * id.level);
    for (std::size_t i = 0; i < tile_width; i += id.level == 0 ? 1 : 85)
      REQUIRE(hashes[i] ==
              reference_root(std::span(log.leaves).subspan((id.index * tile_width + i) * covered, covered)));
  }
}

TEST_CASE("restoring fails when a full tile is missing or short") {
  MemoryLog log(600);
  const auto restore = [&] {
    return TileTree::restore(TreeSize{600}, std::span(log.leaves).last(600 % 256), log.full_reader());
  };
  REQUIRE(restore().ok());
  log.full_tiles.at(TileId{0, 1}).pop_back();
  REQUIRE_FALSE(restore().ok());
  CHECK(restore().error()->code == ErrorCode::corrupt);
  CHECK(restore().error()->place == "tile/0/001");
  log.full_tiles.erase(TileId{0, 1});
  CHECK(restore().error()->code == ErrorCode::not_found);
}

TEST_CASE("a restored tree goes on as the first one does") {
  MemoryLog log(511);
  auto restored = TileTree::restore(TreeSize{511}, std::span(log.leaves).last(255), log.full_reader()).value();
  while (log.leaves.size() < 1100) {
    log.append();
    restored.append(log.leaves.back(), [&](TileId id, std::span<const Hash> hashes) {
      REQUIRE(std::equal(hashes.begin(), hashes.end(), log.full_tiles.at(id).begin()));
    });
    REQUIRE(restored.root() == log.tree.root());
  }
}

TEST_CASE("a level has as many entries as whole subtrees fit") {
  CHECK(tile_entries(TreeSize{70'000}, 0) == 70'000);
  CHECK(tile_entries(TreeSize{70'000}, 1) == 273);
  CHECK(tile_entries(TreeSize{70'000}, 2) == 1);
  CHECK(tile_entries(TreeSize{70'000}, 3) == 0);
  CHECK(tile_entries(TreeSize{~std::uint64_t{0}}, 7) == 255);
  CHECK(tile_entries(TreeSize{~std::uint64_t{0}}, 8) == 0);
}

TEST_CASE("paths are those of tlog-tiles") {
  CHECK(tile_path({0, 0}, 256) == "tile/0/000");
  CHECK(tile_path({0, 0}, 3) == "tile/0/000.p/3");
  CHECK(tile_path({1, 999}, 256) == "tile/1/999");
  CHECK(tile_path({2, 1000}, 256) == "tile/2/x001/000");
  CHECK(tile_path({0, 1067}, 256) == "tile/0/x001/067");
  CHECK(tile_path({0, 1'234'067}, 255) == "tile/0/x001/x234/067.p/255");
  CHECK(tile_path({7, 1'000'000}, 256) == "tile/7/x001/x000/000");
  CHECK(entry_bundle_path(0, 256) == "tile/entries/000");
  CHECK(entry_bundle_path(1'234'067, 1) == "tile/entries/x001/x234/067.p/1");
}

TEST_CASE("an entry bundle gives its entries back, the largest and the empty one too") {
  const Buffer largest(65'535, 0xab);
  Buffer bundle;
  append_to_bundle(bundle, Bytes());
  append_to_bundle(bundle, largest);
  append_to_bundle(bundle, test::bytes_of("one"));
  CHECK(bundle.size() == 2 + 2 + 65'535 + 2 + 3);
  const auto entries = split_bundle(bundle);
  REQUIRE(entries.ok());
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[0].empty());
  CHECK(std::equal(largest.begin(), largest.end(), (*entries)[1].begin(), (*entries)[1].end()));
  CHECK((*entries)[2].size() == 3);
  CHECK(split_bundle(Bytes())->empty());
}

TEST_CASE("a bundle that is cut off is refused at every length") {
  Buffer bundle;
  append_to_bundle(bundle, test::bytes_of("three"));
  for (std::size_t size = 1; size < bundle.size(); ++size) {
    const auto entries = split_bundle(Bytes(bundle).first(size));
    REQUIRE_FALSE(entries.ok());
    REQUIRE(entries.error()->code == ErrorCode::corrupt);
    REQUIRE(entries.error()->place == "entry 0 of the bundle");
  }
}

}  // namespace shiji::ledger
