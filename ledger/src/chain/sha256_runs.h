// SHA-256 of several messages beside one another: as fast as the processor can, not as one message after the other can.
//
// What: a run is a state and whole blocks that go into it. Ways to the same states: sixteen runs in the lanes of
// AVX-512; three interleaved in the SHA instructions, which wait for their own results when there is only one; eight in
// the lanes of any vectors, where there are no such instructions; and one after the other. Only whole blocks: who asks
// pads. Guarantees: each run ends with the state it would have alone. Threads: any thread. Cost: 32 ns a block one
// after the other, 18 in strands, 12 in wide lanes, of one processor that has them all.
#pragma once

#include "shiji/ledger/ids.h"

#include <array>
#include <span>

namespace shiji::ledger {

inline constexpr std::uint8_t leaf_prefix = 0x00;
inline constexpr std::uint8_t node_prefix = 0x01;
inline constexpr std::size_t sha256_block_bytes = 64;
inline constexpr std::size_t sha256_length_bytes = 8;  // at the end of what pads
using Sha256Words = std::array<std::uint32_t, 8>;
/// FIPS 180-4 section 5.3.3.
inline constexpr Sha256Words sha256_first_words{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
/// FIPS 180-4 section 4.2.2.
inline constexpr std::array<std::uint32_t, 64> sha256_round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

struct Sha256Run {
  Sha256Words words = sha256_first_words;
  const std::uint8_t* blocks = nullptr;
  std::size_t count = 0;  ///< of blocks; 0 behind the work, with `words` the state after them
};

/// The way that is fastest here.
void sha256_beside(std::span<Sha256Run> runs);

using Sha256Block = std::array<std::uint8_t, sha256_block_bytes>;
/// The states after the whole blocks of prefix || message, for each message. `heads` is room for their first blocks,
/// which the prefix shifts; the others are hashed where they are.
void sha256_whole_blocks(std::uint8_t prefix, std::span<const Bytes> messages, std::vector<Sha256Run>& runs,
                         std::vector<Sha256Block>& heads);

/// Eight in the lanes of vectors: on any processor.
void sha256_in_lanes(std::span<Sha256Run> runs);
/// Three interleaved; only where `has_sha_strands`.
void sha256_in_strands(std::span<Sha256Run> runs);
[[nodiscard]] bool has_sha_strands();
/// Sixteen in the lanes of AVX-512, what is left over in strands; only where `has_sha_wide_lanes`.
void sha256_in_wide_lanes(std::span<Sha256Run> runs);
[[nodiscard]] bool has_sha_wide_lanes();
/// Than strands.
[[nodiscard]] bool are_wide_lanes_faster();
/// By libcrypto.
void sha256_one_by_one(std::span<Sha256Run> runs);
/// Whether libcrypto has SHA instructions to use.
[[nodiscard]] bool has_sha_instructions();

/// What ends a message of `message_bytes`, from behind its last byte to the end of its last block.
void sha256_put_padding(std::uint8_t* from, std::uint8_t* end, std::uint64_t message_bytes);
[[nodiscard]] Hash sha256_hash_of(const Sha256Words& words);

}  // namespace shiji::ledger
