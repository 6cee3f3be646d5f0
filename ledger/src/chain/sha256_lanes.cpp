// SHA-256 of eight messages side by side, a lane of a vector each: FIPS 180-4 section 6.2 with every word of the
// algorithm as a vector of eight; AVX2 where the processor has it (chosen at run time), otherwise what the compiler
// makes of eight words (NEON, SSE2).
#include "chain/sha256_runs.h"

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
  for (std::size_t round = 0; round < sha256_round_constants.size(); ++round) {
    Lanes& word = schedule[round % words_of_block];
    if (round >= words_of_block) {
      const Lanes near = schedule[(round + 1) % words_of_block];
      const Lanes late = schedule[(round + 14) % words_of_block];
      word += (ROTATED(near, 7) ^ ROTATED(near, 18) ^ (near >> 3)) + schedule[(round + 9) % words_of_block] +
              (ROTATED(late, 17) ^ ROTATED(late, 19) ^ (late >> 10));
    }
    const Lanes one = h + (ROTATED(e, 6) ^ ROTATED(e, 11) ^ ROTATED(e, 25)) + (g ^ (e & (f ^ g))) +
                      sha256_round_constants[round] + word;
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

void put_block(const std::uint8_t* block, std::size_t lane, Words& words) {
  for (std::size_t i = 0; i < words_of_block; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, block + sizeof(word) * i, sizeof(word));
    words[i][lane] = big_endian(word);
  }
}

void put_words(const Sha256Words& words, std::size_t lane, States& states) {
  for (std::size_t i = 0; i < words.size(); ++i) states.words[i][lane] = words[i];
}

void take_words(const States& states, std::size_t lane, Sha256Words& words) {
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = states.words[i][lane];
}

/// At most as many runs as lanes. A lane whose run has ended goes on with its last block, which nobody looks at.
void hash_lanes(std::span<Sha256Run> runs, Compress compress) {
  States states{};
  for (std::size_t lane = 0; lane < runs.size(); ++lane) put_words(runs[lane].words, lane, states);
  Words words{};
  const auto goes_on = [](const Sha256Run& run) { return run.count != 0; };
  while (std::ranges::any_of(runs, goes_on)) {
    for (std::size_t lane = 0; lane < runs.size(); ++lane) {
      if (goes_on(runs[lane])) put_block(runs[lane].blocks, lane, words);
    }
    compress(states, words);
    for (std::size_t lane = 0; lane < runs.size(); ++lane) {
      auto& run = runs[lane];
      if (!goes_on(run)) continue;
      run.blocks += block_bytes;
      if (--run.count == 0) take_words(states, lane, run.words);
    }
  }
}

}  // namespace

void sha256_in_lanes(std::span<Sha256Run> runs) {
  static const Compress compress = choose_compress();
  constexpr std::size_t few = 2;  // empty lanes cost as much as full ones
  for (; !runs.empty(); runs = runs.subspan(std::min(lane_count, runs.size()))) {
    const auto together = runs.first(std::min(lane_count, runs.size()));
    if (together.size() <= few) {
      sha256_one_by_one(together);
    } else {
      hash_lanes(together, compress);
    }
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
