// Sixteen SHA-256 in the lanes of AVX-512, where the processor has it: a third faster still than three strands.
#include "chain/sha256_runs.h"
#include "shiji/ledger/contract.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace shiji::ledger {

#if defined(__x86_64__)

namespace {

#define SHIJI_WIDE __attribute__((target("avx512f,avx512bw")))
#define SHIJI_WIDE_INLINE SHIJI_WIDE inline __attribute__((always_inline))

constexpr std::size_t lanes = 16;
constexpr int odd_bits = 0x96;  // ternary logic: a ^ b ^ c
constexpr int choice = 0xca;    // a ? b : c
constexpr int majority = 0xe8;  // of a, b and c

using LiveRuns = std::array<Sha256Run*, lanes>;

SHIJI_WIDE_INLINE __m512i sum(__m512i a, __m512i b) {
  using Words = std::uint32_t __attribute__((vector_size(64)));
  return reinterpret_cast<__m512i>(reinterpret_cast<Words>(a) + reinterpret_cast<Words>(b));
}

/// Rows become columns: word i of each lane where lane i's words were.
SHIJI_WIDE_INLINE void transpose(__m512i (&rows)[lanes]) {
  __m512i pairs[lanes];
  for (std::size_t i = 0; i < lanes; i += 2) {
    pairs[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
  }
  __m512i fours[lanes];
  for (std::size_t i = 0; i < lanes; i += 4) {
    fours[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
    fours[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
    fours[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
    fours[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const __m512i low_even = _mm512_shuffle_i32x4(fours[i], fours[4 + i], 0x88);
    const __m512i high_even = _mm512_shuffle_i32x4(fours[8 + i], fours[12 + i], 0x88);
    const __m512i low_odd = _mm512_shuffle_i32x4(fours[i], fours[4 + i], 0xdd);
    const __m512i high_odd = _mm512_shuffle_i32x4(fours[8 + i], fours[12 + i], 0xdd);
    rows[i] = _mm512_shuffle_i32x4(low_even, high_even, 0x88);
    rows[8 + i] = _mm512_shuffle_i32x4(low_even, high_even, 0xdd);
    rows[4 + i] = _mm512_shuffle_i32x4(low_odd, high_odd, 0x88);
    rows[12 + i] = _mm512_shuffle_i32x4(low_odd, high_odd, 0xdd);
  }
}

/// Word `round` of the message schedule, in its place among the last sixteen.
SHIJI_WIDE_INLINE void schedule(__m512i (&last)[lanes], std::size_t round) {
  const __m512i near = last[(round + 1) % lanes];
  const __m512i late = last[(round + 14) % lanes];
  const __m512i of_near = _mm512_ternarylogic_epi32(_mm512_ror_epi32(near, 7), _mm512_ror_epi32(near, 18),
                                                    _mm512_srli_epi32(near, 3), odd_bits);
  const __m512i of_late = _mm512_ternarylogic_epi32(_mm512_ror_epi32(late, 17), _mm512_ror_epi32(late, 19),
                                                    _mm512_srli_epi32(late, 10), odd_bits);
  __m512i& word = last[round % lanes];
  word = sum(sum(word, last[(round + 9) % lanes]), sum(of_near, of_late));
}

/// A block of each lane. Sums are taken in an order that leaves a short way from one round's e to the next.
SHIJI_WIDE_INLINE void compress_block(__m512i (&states)[8], __m512i (&last)[lanes]) {
  __m512i a = states[0];
  __m512i b = states[1];
  __m512i c = states[2];
  __m512i d = states[3];
  __m512i e = states[4];
  __m512i f = states[5];
  __m512i g = states[6];
  __m512i h = states[7];
#pragma GCC unroll 64
  for (std::size_t round = 0; round < 64; ++round) {
    if (round >= lanes) schedule(last, round);
    const __m512i constant = _mm512_set1_epi32(static_cast<int>(sha256_round_constants[round]));
    const __m512i early = sum(sum(h, constant), last[round % lanes]);
    const __m512i of_a =
        _mm512_ternarylogic_epi32(_mm512_ror_epi32(a, 2), _mm512_ror_epi32(a, 13), _mm512_ror_epi32(a, 22), odd_bits);
    const __m512i of_abc = sum(of_a, _mm512_ternarylogic_epi32(a, b, c, majority));
    const __m512i chosen = _mm512_ternarylogic_epi32(e, f, g, choice);
    const __m512i of_e =
        _mm512_ternarylogic_epi32(_mm512_ror_epi32(e, 6), _mm512_ror_epi32(e, 11), _mm512_ror_epi32(e, 25), odd_bits);
    const __m512i one = sum(sum(early, chosen), of_e);
    h = g, g = f, f = e, e = sum(d, one);
    d = c, c = b, b = a, a = sum(one, of_abc);
  }
  const __m512i added[8] = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) states[i] = sum(states[i], added[i]);
}

/// The next `blocks` of each run.
SHIJI_WIDE void compress(const LiveRuns& runs, std::size_t blocks) {
  alignas(64) std::uint32_t words[8][lanes];
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t i = 0; i < 8; ++i) words[i][lane] = runs[lane]->words[i];
  }
  __m512i states[8];
  for (std::size_t i = 0; i < 8; ++i) states[i] = _mm512_load_si512(words[i]);
  const __m512i big_endian = _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
  for (std::size_t block = 0; block < blocks; ++block) {
    __m512i last[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      last[lane] = _mm512_shuffle_epi8(_mm512_loadu_si512(runs[lane]->blocks + block * sha256_block_bytes), big_endian);
    }
    transpose(last);
    compress_block(states, last);
  }
  for (std::size_t i = 0; i < 8; ++i) _mm512_store_si512(words[i], states[i]);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t i = 0; i < 8; ++i) runs[lane]->words[i] = words[i][lane];
    runs[lane]->blocks += blocks * sha256_block_bytes;
    runs[lane]->count -= blocks;
  }
}

/// Fewer than there are lanes.
void finish_in_strands(std::span<Sha256Run* const> runs) {
  std::array<Sha256Run, lanes> rest;
  for (std::size_t i = 0; i < runs.size(); ++i) rest[i] = *runs[i];
  sha256_in_strands(std::span(rest).first(runs.size()));
  for (std::size_t i = 0; i < runs.size(); ++i) *runs[i] = rest[i];
}

}  // namespace

void sha256_in_wide_lanes(std::span<Sha256Run> runs) {
  LiveRuns live{};
  std::size_t count = 0;
  auto next = runs.begin();
  while (true) {
    for (; count < lanes && next != runs.end(); ++next) {
      if (next->count != 0) live[count++] = &*next;
    }
    const auto in_hand = std::span(live).first(count);
    if (count < lanes) return finish_in_strands(in_hand);
    compress(live, (*std::ranges::min_element(in_hand, {}, &Sha256Run::count))->count);
    const auto goes_on = std::remove_if(in_hand.begin(), in_hand.end(), [](auto* run) { return run->count == 0; });
    count = static_cast<std::size_t>(goes_on - in_hand.begin());
  }
}

// Zen 3 and 4 take two steps for what is 512 bits wide: strands are faster there, 18 ns a block against 20 and more.
bool are_wide_lanes_faster() { return has_sha_wide_lanes() && !static_cast<bool>(__builtin_cpu_is("amdfam19h")); }

bool has_sha_wide_lanes() {
  return has_sha_strands() && static_cast<bool>(__builtin_cpu_supports("avx512f")) &&
         static_cast<bool>(__builtin_cpu_supports("avx512bw"));
}

#else

void sha256_in_wide_lanes(std::span<Sha256Run>) { SHIJI_ASSERT(false, "wide lanes are of x86-64"); }

bool are_wide_lanes_faster() { return false; }
bool has_sha_wide_lanes() { return false; }

#endif

}  // namespace shiji::ledger
