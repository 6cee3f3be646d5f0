#include "chain/memory_log.h"
#include "chain/probes.h"
#include "chain/reference_tree.h"

#include <catch2/catch.hpp>

namespace shiji::ledger {
namespace {

using test::MemoryLog;
using test::probes_of;
using test::reference_root;

std::vector<Hash> hashes_from(const std::vector<std::string>& texts) {
  std::vector<Hash> hashes;
  hashes.reserve(texts.size());
  for (const std::string& text : texts) hashes.push_back(fixed_from_hex<Hash>(text).value());
  return hashes;
}

/// The log of Certificate Transparency's eight reference leaves.
MemoryLog ct_log() {
  MemoryLog log;
  for (const std::string leaf :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    log.leaves.push_back(leaf_hash(from_hex(leaf).value()));
    log.tree.append(log.leaves.back(), log.sink());
  }
  return log;
}

Hash root_at(const MemoryLog& log, std::size_t size) { return reference_root(std::span(log.leaves).first(size)); }

}  // namespace

TEST_CASE("the published inclusion proof of leaf 0 of 8 is made and holds") {
  const MemoryLog log = ct_log();
  const auto proof = inclusion_proof(Sequence{0}, TreeSize{8}, log.reader());
  REQUIRE(proof.ok());
  CHECK(*proof == hashes_from({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                               "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                               "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  CHECK(inclusion_holds(Sequence{0}, TreeSize{8}, log.leaves[0], *proof, log.tree.root()));
}

TEST_CASE("the published consistency proof from 6 to 8 is made and holds") {
  const MemoryLog log = ct_log();
  const auto proof = consistency_proof(TreeSize{6}, TreeSize{8}, log.reader());
  REQUIRE(proof.ok());
  CHECK(*proof == hashes_from({"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                               "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  CHECK(consistency_holds(TreeSize{6}, TreeSize{8}, *proof, root_at(log, 6), log.tree.root()));
}

TEST_CASE("every inclusion proof to size 64 holds, and nothing else made of it does") {
  const MemoryLog log(64);
  for (std::size_t size = 1; size <= 64; ++size) {
    const Hash root = root_at(log, size);
    for (std::size_t index = 0; index < size; ++index) {
      CAPTURE(size, index);
      const Hash& leaf = log.leaves[index];
      const std::vector<Hash> proof = inclusion_proof(Sequence{index}, TreeSize{size}, log.reader()).value();
      const auto holds = [&](std::size_t i, std::size_t n, const Hash& l, const std::vector<Hash>& p, const Hash& r) {
        return inclusion_holds(Sequence{i}, TreeSize{n}, l, p, r);
      };
      REQUIRE(proof == test::reference_path(index, std::span(log.leaves).first(size)));
      REQUIRE(holds(index, size, leaf, proof, root));
      for (const auto& [what, changed] : probes_of(proof)) {
        CAPTURE(what);
        REQUIRE_FALSE(holds(index, size, leaf, changed, root));
      }
      REQUIRE_FALSE(holds(index + 1, size, leaf, proof, root));
      if (index > 0) REQUIRE_FALSE(holds(index - 1, size, leaf, proof, root));
      REQUIRE_FALSE(holds(index, size, leaf, proof, root_at(log, size - 1)));
      REQUIRE_FALSE(holds(index, size, log.leaves[(index + 1) % 64], proof, root));
      REQUIRE_FALSE(holds(size, size, leaf, proof, root));
      REQUIRE_FALSE(holds(index, 0, leaf, proof, root));
    }
  }
}

TEST_CASE("an inclusion proof does not hold for the tree one larger or smaller") {
  // The path of a leaf can be the same in trees of different sizes; the roots never are.
  const MemoryLog log(66);
  for (std::size_t size = 2; size <= 65; ++size)
    for (std::size_t index = 0; index < size; ++index) {
      CAPTURE(size, index);
      const std::vector<Hash> proof = inclusion_proof(Sequence{index}, TreeSize{size}, log.reader()).value();
      REQUIRE_FALSE(
          inclusion_holds(Sequence{index}, TreeSize{size + 1}, log.leaves[index], proof, root_at(log, size + 1)));
      REQUIRE_FALSE(
          inclusion_holds(Sequence{index}, TreeSize{size - 1}, log.leaves[index], proof, root_at(log, size - 1)));
    }
}

TEST_CASE("the last leaf's proof does not hold with the size off by one") {
  const MemoryLog log(64);
  for (std::size_t size = 2; size <= 63; ++size) {
    CAPTURE(size);
    const std::vector<Hash> proof = inclusion_proof(Sequence{size - 1}, TreeSize{size}, log.reader()).value();
    const Hash root = root_at(log, size);
    CHECK_FALSE(inclusion_holds(Sequence{size - 1}, TreeSize{size + 1}, log.leaves[size - 1], proof, root));
    CHECK_FALSE(inclusion_holds(Sequence{size - 1}, TreeSize{size - 1}, log.leaves[size - 1], proof, root));
  }
}

TEST_CASE("every consistency proof to size 40 holds, and nothing else made of it does") {
  const MemoryLog log(41);
  for (std::size_t newer = 1; newer <= 40; ++newer)
    for (std::size_t older = 1; older <= newer; ++older) {
      CAPTURE(older, newer);
      const Hash older_root = root_at(log, older);
      const Hash newer_root = root_at(log, newer);
      const std::vector<Hash> proof = consistency_proof(TreeSize{older}, TreeSize{newer}, log.reader()).value();
      const auto holds = [&](std::size_t a, std::size_t b, const std::vector<Hash>& p, const Hash& r, const Hash& s) {
        return consistency_holds(TreeSize{a}, TreeSize{b}, p, r, s);
      };
      REQUIRE(proof == test::reference_subproof(older, std::span(log.leaves).first(newer), true));
      REQUIRE(holds(older, newer, proof, older_root, newer_root));
      for (const auto& [what, changed] : probes_of(proof)) {
        CAPTURE(what);
        REQUIRE_FALSE(holds(older, newer, changed, older_root, newer_root));
      }
      REQUIRE_FALSE(holds(older, newer, proof, root_at(log, older + 1), newer_root));
      REQUIRE_FALSE(holds(older, newer, proof, root_at(log, older - 1), newer_root));
      REQUIRE_FALSE(holds(older, newer, proof, older_root, root_at(log, newer + 1)));
      REQUIRE_FALSE(holds(older + 1, newer, proof, root_at(log, older + 1), newer_root));
      REQUIRE_FALSE(holds(older, newer + 1, proof, older_root, root_at(log, newer + 1)));
      if (older < newer) {
        REQUIRE_FALSE(holds(older, newer, proof, newer_root, newer_root));
        REQUIRE_FALSE(holds(older, newer, proof, newer_root, older_root));
        REQUIRE_FALSE(holds(newer, older, proof, newer_root, older_root));
      }
    }
}

TEST_CASE("a proof that ends below the root of the size it claims does not hold") {
  // Up to a power of two, the path is the lower part of the path in a tree twice as large.
  const MemoryLog log(64);
  for (const std::size_t newer : {2U, 4U, 8U, 16U, 32U, 64U})
    for (std::size_t older = 1; older < newer; ++older) {
      CAPTURE(older, newer);
      const auto consistency = consistency_proof(TreeSize{older}, TreeSize{newer}, log.reader()).value();
      CHECK_FALSE(consistency_holds(TreeSize{older}, TreeSize{newer * 2}, consistency, root_at(log, older),
                                    root_at(log, newer)));
      const auto inclusion = inclusion_proof(Sequence{older}, TreeSize{newer}, log.reader()).value();
      CHECK_FALSE(
          inclusion_holds(Sequence{older}, TreeSize{newer * 2}, log.leaves[older], inclusion, root_at(log, newer)));
    }
}

TEST_CASE("every tree is consistent with the empty one and with itself, without a proof") {
  const MemoryLog log(7);
  CHECK(consistency_proof(TreeSize{0}, TreeSize{7}, log.reader())->empty());
  CHECK(consistency_proof(TreeSize{7}, TreeSize{7}, log.reader())->empty());
  CHECK(consistency_holds(TreeSize{0}, TreeSize{7}, {}, empty_root(), log.tree.root()));
  CHECK(consistency_holds(TreeSize{0}, TreeSize{0}, {}, empty_root(), empty_root()));
  CHECK(consistency_holds(TreeSize{7}, TreeSize{7}, {}, log.tree.root(), log.tree.root()));
  CHECK_FALSE(consistency_holds(TreeSize{0}, TreeSize{7}, {}, log.tree.root(), log.tree.root()));
  CHECK_FALSE(consistency_holds(TreeSize{0}, TreeSize{0}, {}, empty_root(), log.tree.root()));
  CHECK_FALSE(consistency_holds(TreeSize{7}, TreeSize{7}, {}, log.tree.root(), empty_root()));
  CHECK_FALSE(consistency_holds(TreeSize{0}, TreeSize{7}, log.leaves, empty_root(), log.tree.root()));
}

TEST_CASE("proofs at the largest sizes end and do not hold") {
  const std::vector<Hash> proof(64);
  const std::uint64_t most = ~std::uint64_t{0};
  CHECK_FALSE(inclusion_holds(Sequence{most - 1}, TreeSize{most}, Hash{}, proof, Hash{}));
  CHECK_FALSE(inclusion_holds(Sequence{most}, TreeSize{most}, Hash{}, proof, Hash{}));
  CHECK_FALSE(consistency_holds(TreeSize{most - 1}, TreeSize{most}, proof, Hash{}, Hash{}));
  CHECK_FALSE(consistency_holds(TreeSize{std::uint64_t{1} << 63U}, TreeSize{most}, proof, Hash{}, Hash{}));
}

TEST_CASE("a tile that cannot be read or is short makes no proof") {
  MemoryLog log(600);
  log.full_tiles.at(TileId{0, 0}).pop_back();
  const auto with_short_tile = inclusion_proof(Sequence{3}, TreeSize{600}, log.reader());
  REQUIRE_FALSE(with_short_tile.ok());
  const TileReader short_reader = [](TileId, std::size_t width) -> Result<std::vector<Hash>> {
    return std::vector<Hash>(width - 1);
  };
  CHECK(inclusion_proof(Sequence{3}, TreeSize{600}, short_reader).error()->code == ErrorCode::corrupt);
  CHECK(consistency_proof(TreeSize{3}, TreeSize{600}, short_reader).error()->code == ErrorCode::corrupt);
  CHECK(root_from_tiles(TreeSize{600}, short_reader).error()->code == ErrorCode::corrupt);
}

TEST_CASE("the root of an older size comes from narrower tiles") {
  const MemoryLog log(1000);
  for (const std::size_t size : {0U, 1U, 255U, 256U, 257U, 511U, 700U, 999U})
    CHECK(root_from_tiles(TreeSize{size}, log.reader()).value() == root_at(log, size));
}

}  // namespace shiji::ledger
