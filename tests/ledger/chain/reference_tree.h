// The Merkle tree hash and both proofs, word for word as RFC 6962 §2.1 defines them: slow, obvious, and sharing with
// the code under test nothing but SHA-256.
#pragma once

#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace shiji::ledger::test {

inline Hash reference_node(const Hash& left, const Hash& right) {
  // No memory is taken: address sanitizer keeps the whole way to each piece of it.
  std::array<std::uint8_t, 1 + 2 * Hash::size()> bytes{0x01};
  std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), bytes.begin() + 1 + Hash::size());
  return sha256(bytes);
}

/// The largest power of two smaller than n.
inline std::size_t split_of(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

inline Hash reference_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return sha256(Bytes());
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = split_of(leaves.size());
  return reference_node(reference_root(leaves.first(k)), reference_root(leaves.subspan(k)));
}

inline std::vector<Hash> reference_path(std::size_t m, std::span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  const std::size_t k = split_of(leaves.size());
  std::vector<Hash> path = m < k ? reference_path(m, leaves.first(k)) : reference_path(m - k, leaves.subspan(k));
  path.push_back(m < k ? reference_root(leaves.subspan(k)) : reference_root(leaves.first(k)));
  return path;
}

inline std::vector<Hash> reference_subproof(std::size_t m, std::span<const Hash> leaves, bool is_whole) {
  if (m == leaves.size()) return is_whole ? std::vector<Hash>() : std::vector<Hash>{reference_root(leaves)};
  const std::size_t k = split_of(leaves.size());
  std::vector<Hash> proof =
      m <= k ? reference_subproof(m, leaves.first(k), is_whole) : reference_subproof(m - k, leaves.subspan(k), false);
  proof.push_back(m <= k ? reference_root(leaves.subspan(k)) : reference_root(leaves.first(k)));
  return proof;
}

}  // namespace shiji::ledger::test
