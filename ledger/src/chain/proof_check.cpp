// The algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2, with its names: fn and sn are the numbers of the node and of the
// last node at the level that has been reached.
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"

#include <bit>

namespace shiji::ledger {
namespace {

bool is_odd(std::uint64_t number) { return (number & 1U) != 0; }

/// After joining a left neighbour: up to the next level at which the node is a right child, or to the left-most node.
void climb_past_left_edges(std::uint64_t& fn, std::uint64_t& sn) {
  while (!is_odd(fn) && fn != 0) {
    fn >>= 1U;
    sn >>= 1U;
  }
}

}  // namespace

bool inclusion_holds(Sequence index, TreeSize size, const Hash& leaf, std::span<const Hash> proof, const Hash& root) {
  if (index.value >= size.value) return false;
  std::uint64_t fn = index.value;
  std::uint64_t sn = size.value - 1;
  Hash hash = leaf;
  for (const Hash& step : proof) {
    if (sn == 0) return false;
    if (is_odd(fn) || fn == sn) {
      hash = node_hash(step, hash);
      climb_past_left_edges(fn, sn);
    } else {
      hash = node_hash(hash, step);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && hash == root;
}

bool consistency_holds(TreeSize older, TreeSize newer, std::span<const Hash> proof, const Hash& older_root,
                       const Hash& newer_root) {
  if (older > newer) return false;
  if (older.value == 0)
    return proof.empty() && older_root == empty_root() && (newer.value > 0 || newer_root == older_root);
  if (older == newer) return proof.empty() && older_root == newer_root;
  const bool starts_with_older_root = std::has_single_bit(older.value);
  if (proof.empty()) return false;
  Hash older_hash = starts_with_older_root ? older_root : proof[0];
  Hash newer_hash = older_hash;
  if (!starts_with_older_root) proof = proof.subspan(1);

  const int right_edges = std::countr_one(older.value - 1);
  std::uint64_t fn = (older.value - 1) >> right_edges;
  std::uint64_t sn = (newer.value - 1) >> right_edges;
  for (const Hash& step : proof) {
    if (sn == 0) return false;
    if (is_odd(fn) || fn == sn) {
      older_hash = node_hash(step, older_hash);
      newer_hash = node_hash(step, newer_hash);
      climb_past_left_edges(fn, sn);
    } else {
      newer_hash = node_hash(newer_hash, step);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && older_hash == older_root && newer_hash == newer_root;
}

}  // namespace shiji::ledger
