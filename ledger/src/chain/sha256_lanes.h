// SHA-256 of several messages side by side, a lane of a vector each: for processors without SHA instructions.
//
// What: FIPS 180-4 section 6.2 with every word of the algorithm as a vector of eight; AVX2 where the processor has it
// (chosen at run time), otherwise what the compiler makes of eight words (NEON, SSE2). Only whole blocks: who asks
// pads. Guarantees: the same state as one after the other. Threads: any thread. Cost: that of the longest of eight
// messages; with AVX2 less than half of libcrypto's, one after the other, without SHA instructions.
#pragma once

#include "shiji/ledger/ids.h"

#include <array>
#include <span>

namespace shiji::ledger {

inline constexpr std::size_t sha256_block_bytes = 64;
using Sha256Words = std::array<std::uint32_t, 8>;

/// The state after the whole blocks of prefix || message, for each of `messages`, into `out`, which has as many.
void sha256_side_by_side(std::uint8_t prefix, std::span<const Bytes> messages, std::span<Sha256Words> out);

/// Whether libcrypto has SHA instructions to use: then one after the other is as fast.
[[nodiscard]] bool has_sha_instructions();

}  // namespace shiji::ledger
