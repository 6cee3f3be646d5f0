#include "chain/sha256_lanes.h"

#include "shiji/ledger/contract.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <asm/hwcap.h>

#include <sys/auxv.h>
#endif

namespace shiji::ledger {
namespace {

constexpr std::size_t lane_count = 8;
constexpr std::size_t block_bytes = sha256_block_bytes;
constexpr std::size_t words_of_block = 16;

/// A word of each lane.
using Lanes = std::uint32_t __attribute__((vector_size(4 * lane_count)));
using Words = std::array<std::array<std::uint32_t, lane_count>, words_of_block>;
struct States {
  Lanes words[8];
};

// FIPS 180-4 §4.2.2 and §5.3.3.
constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
constexpr Sha256Words first_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// A macro: a function that returns a vector has another calling convention for every kind of processor.
#define ROTATED(word, bits) (((word) >> (bits)) | ((word) << (32 - (bits))))

std::uint32_t big_endian(std::uint32_t word) {
  return std::endian::native == std::endian::little ? __builtin_bswap32(word) : word;
}

/// One block of each lane. Inlined into a function for each kind of processor.
inline __attribute__((always_inline)) void compress_block(States& states, const Words& block) {
  Lanes schedule[words_of_block];
  for (std::size_t i = 0; i < words_of_block; ++i) std::memcpy(&schedule[i], block[i].data(), sizeof(Lanes));
  Lanes a = states.words[0];
  Lanes b = states.words[1];
  Lanes c = states.words[2];
  Lanes d = states.words[3];
  Lanes e = states.words[4];
  Lanes f = states.words[5];
  Lanes g = states.words[6];
  Lanes h = states.words[7];
  for (std::size_t round = 0; round < round_constants.size(); ++round) {
    Lanes& word = schedule[round % words_of_block];
    if (round >= words_of_block) {
      const Lanes near = schedule[(round + 1) % words_of_block];
      const Lanes late = schedule[(round + 14) % words_of_block];
      word += (ROTATED(near, 7) ^ ROTATED(near, 18) ^ (near >> 3)) + schedule[(round + 9) % words_of_block] +
              (ROTATED(late, 17) ^ ROTATED(late, 19) ^ (late >> 10));
    }
    const Lanes one =
        h + (ROTATED(e, 6) ^ ROTATED(e, 11) ^ ROTATED(e, 25)) + (g ^ (e & (f ^ g))) + round_constants[round] + word;
    const Lanes two = (ROTATED(a, 2) ^ ROTATED(a, 13) ^ ROTATED(a, 22)) + ((a & b) | (c & (a | b)));
    h = g, g = f, f = e, e = d + one;
    d = c, c = b, b = a, a = one + two;
  }
  const Lanes added[8] = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) states.words[i] += added[i];
}

void compress_anywhere(States& states, const Words& block) { compress_block(states, block); }
#if defined(__x86_64__)
__attribute__((target("avx2"))) void compress_avx2(States& states, const Words& block) {
  compress_block(states, block);
}
#endif

using Compress = void (*)(States& states, const Words& block);

Compress choose_compress() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return compress_avx2;
#endif
  return compress_anywhere;
}

std::size_t blocks_of(Bytes message) { return (message.size() + 1) / block_bytes; }

/// Block `number` of prefix || message as the words of `lane`.
void put_block(std::uint8_t prefix, Bytes message, std::size_t number, std::size_t lane, Words& words) {
  std::array<std::uint8_t, block_bytes> first;
  const std::uint8_t* bytes = message.data() + number * block_bytes - 1;
  if (number == 0) {
    first[0] = prefix;
    std::memcpy(first.data() + 1, message.data(), block_bytes - 1);
    bytes = first.data();
  }
  for (std::size_t i = 0; i < words_of_block; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes + sizeof(word) * i, sizeof(word));
    words[i][lane] = big_endian(word);
  }
}

/// At most as many messages as lanes. A lane whose message has ended goes on with its last block, which nobody looks
/// at.
void hash_lanes(std::uint8_t prefix, std::span<const Bytes> messages, std::span<Sha256Words> out, Compress compress) {
  std::size_t blocks_max = 0;
  for (const auto message : messages) blocks_max = std::max(blocks_max, blocks_of(message));
  States states;
  for (std::size_t i = 0; i < first_state.size(); ++i) states.words[i] = Lanes{} + first_state[i];
  std::ranges::fill(out, first_state);  // of a message without a whole block
  Words words{};
  for (std::size_t block = 0; block < blocks_max; ++block) {
    for (std::size_t lane = 0; lane < messages.size(); ++lane) {
      if (block < blocks_of(messages[lane])) put_block(prefix, messages[lane], block, lane, words);
    }
    compress(states, words);
    for (std::size_t lane = 0; lane < messages.size(); ++lane) {
      if (block + 1 != blocks_of(messages[lane])) continue;
      for (std::size_t i = 0; i < first_state.size(); ++i) out[lane][i] = states.words[i][lane];
    }
  }
}

}  // namespace

void sha256_side_by_side(std::uint8_t prefix, std::span<const Bytes> messages, std::span<Sha256Words> out) {
  SHIJI_ASSERT(messages.size() == out.size(), "a state for each message");
  static const Compress compress = choose_compress();
  for (std::size_t at = 0; at < messages.size(); at += lane_count) {
    const std::size_t count = std::min(lane_count, messages.size() - at);
    hash_lanes(prefix, messages.subspan(at, count), out.subspan(at, count), compress);
  }
}

bool has_sha_instructions() {
#if defined(__x86_64__)
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  constexpr unsigned leaf = 7;
  return __get_cpuid_count(leaf, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & (1U << 29)) != 0;
#elif defined(__aarch64__)
  return (getauxval(AT_HWCAP) & HWCAP_SHA2) != 0;
#else
  return false;
#endif
}

}  // namespace shiji::ledger
