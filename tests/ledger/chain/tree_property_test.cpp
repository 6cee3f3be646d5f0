// Random sizes against the slow reference. RapidCheck prints the seed of a failure; RC_PARAMS="seed=..." repeats it.
#include "chain/memory_log.h"
#include "chain/reference_tree.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace shiji::ledger {
namespace {

using test::MemoryLog;
using test::reference_path;
using test::reference_root;
using test::reference_subproof;

/// One log for every property: its prefixes are the smaller trees.
const MemoryLog& large_log() {
  static const MemoryLog log(70'000);
  return log;
}

std::span<const Hash> leaves_of(std::size_t size) { return std::span(large_log().leaves).first(size); }

/// Sizes where something changes, and any size to several thousand.
std::size_t any_size() {
  return *rc::gen::oneOf(rc::gen::inRange<std::size_t>(1, 6'000), rc::gen::inRange<std::size_t>(1, 20),
                         rc::gen::element<std::size_t>(255, 256, 257, 511, 512, 513, 65'535, 65'536, 65'537));
}

}  // namespace

TEST_CASE("property: tree, edge and restored tree are those of the definition") {
  CHECK(rc::check([] {
    const std::size_t size = any_size();
    MemoryLog log(size);
    RC_ASSERT(log.tree.root() == reference_root(leaves_of(size)));
    const auto edge = std::span(log.leaves).last(size % tile_width);
    const auto restored = TileTree::restore(TreeSize{size}, edge, log.full_reader());
    RC_ASSERT(restored.ok());
    RC_ASSERT(restored->root() == log.tree.root());
    for (std::uint32_t level = 0; level < 4; ++level) {
      const auto now = restored->edge(level);
      RC_ASSERT(std::equal(now.begin(), now.end(), log.tree.edge(level).begin(), log.tree.edge(level).end()));
      RC_ASSERT(now.size() == tile_entries(TreeSize{size}, level) % tile_width);
    }
  }));
}

TEST_CASE("property: inclusion proofs from tiles are those of the definition and hold") {
  CHECK(rc::check([] {
    const std::size_t size = any_size();
    const std::size_t index = *rc::gen::inRange<std::size_t>(0, size);
    const Hash root = reference_root(leaves_of(size));
    const auto proof = inclusion_proof(Sequence{index}, TreeSize{size}, large_log().reader());
    RC_ASSERT(proof.ok());
    RC_ASSERT(*proof == reference_path(index, leaves_of(size)));
    RC_ASSERT(inclusion_holds(Sequence{index}, TreeSize{size}, leaves_of(size)[index], *proof, root));
    const std::size_t other = *rc::gen::inRange<std::size_t>(0, size);
    RC_PRE(other != index);
    RC_ASSERT(!inclusion_holds(Sequence{other}, TreeSize{size}, leaves_of(size)[index], *proof, root));
    RC_ASSERT(!inclusion_holds(Sequence{index}, TreeSize{size}, leaves_of(size)[other], *proof, root));
  }));
}

TEST_CASE("property: consistency proofs from tiles are those of the definition and hold") {
  CHECK(rc::check([] {
    const std::size_t newer = any_size();
    const std::size_t older = *rc::gen::inRange<std::size_t>(1, newer + 1);
    const Hash older_root = reference_root(leaves_of(older));
    const Hash newer_root = reference_root(leaves_of(newer));
    const auto proof = consistency_proof(TreeSize{older}, TreeSize{newer}, large_log().reader());
    RC_ASSERT(proof.ok());
    RC_ASSERT(*proof == reference_subproof(older, leaves_of(newer), true));
    RC_ASSERT(consistency_holds(TreeSize{older}, TreeSize{newer}, *proof, older_root, newer_root));
    Hash wrong = older_root;
    wrong.bytes[*rc::gen::inRange<std::size_t>(0, 32)] ^= 0x10U;
    RC_ASSERT(!consistency_holds(TreeSize{older}, TreeSize{newer}, *proof, wrong, newer_root));
    RC_ASSERT(!consistency_holds(TreeSize{older}, TreeSize{newer}, *proof, older_root, wrong));
  }));
}

}  // namespace shiji::ledger
