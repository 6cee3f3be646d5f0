// SetHash: one digest for a whole set of (key, value), kept up to date by adding and subtracting elements.
//
// What: a vector of 1,024 x u16 (mod 2^16). The element of a pair is the 2 KiB ChaCha20 stream (nonce zero) under the
// 32-byte seed BLAKE2b-256(origin, projection, version, key, value), each with its length before it as u64
// little-endian, version as u32 little-endian of length 4. Adding is lane by lane, so order does not matter and vectors
// of disjoint sets add up. Guarantees: the vector is a function of the set alone; changing any value changes it
// (128-bit security for honest keys). Cost: about 1.3 us an element. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/ids.h"

#include <array>
#include <string_view>

namespace shiji::projections {

/// Names one (key, value) of one projection of one ledger; enough to subtract it again without the value.
using Seed = ledger::FixedBytes<struct SeedTag, 32>;

/// Makes seeds; bound to origin, projection and version once.
class SeedMaker {
 public:
  SeedMaker(std::string_view origin, std::string_view projection, std::uint32_t version);
  [[nodiscard]] Seed seed(std::string_view key, std::string_view value) const;

 private:
  std::string prefix_;
};

class SetHash {
 public:
  static constexpr std::size_t lanes = 1024;
  void add(const Seed& seed);
  void subtract(const Seed& seed);
  /// 2,048 bytes, lanes little-endian.
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] static std::optional<SetHash> from_bytes(std::string_view bytes);
  bool operator==(const SetHash&) const = default;

 private:
  std::array<std::uint16_t, lanes> vector_{};
};

/// SHA-256(projection, version, events applied, last leaf hash, vector), each with its length before it as u64
/// little-endian; version u32, events applied u64, both little-endian.
[[nodiscard]] ledger::Hash state_digest(std::string_view projection, std::uint32_t version, ledger::TreeSize cursor,
                                        const ledger::Hash& cursor_leaf_hash, const SetHash& set);

}  // namespace shiji::projections
