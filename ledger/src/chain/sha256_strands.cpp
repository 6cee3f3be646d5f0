// Three SHA-256 interleaved in the SHA instructions of x86-64. One alone leaves the processor waiting for the result of
// its last instruction half of the time; what is interleaved fills those times.
#include "chain/sha256_runs.h"
#include "shiji/ledger/contract.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace shiji::ledger {

#if defined(__x86_64__)

namespace {

#define SHIJI_WITH_SHA __attribute__((target("sha,ssse3,sse4.1")))

constexpr std::size_t strands_max = 3;
constexpr int quarters = 16;  // of a block's 64 rounds, four at a time

SHIJI_WITH_SHA inline __attribute__((always_inline)) __m128i sum(__m128i a, __m128i b) {
  using Words = std::uint32_t __attribute__((vector_size(16)));
  return reinterpret_cast<__m128i>(reinterpret_cast<Words>(a) + reinterpret_cast<Words>(b));
}

/// What the instructions take for a state: words a b e f, and c d g h.
struct Halves {
  __m128i abef, cdgh;
};

SHIJI_WITH_SHA inline Halves halves_of(const Sha256Words& words) {
  const __m128i low = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words.data())), 0xb1);
  const __m128i high = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words.data() + 4)), 0x1b);
  return {_mm_alignr_epi8(low, high, 8), _mm_blend_epi16(high, low, 0xf0)};
}

SHIJI_WITH_SHA inline void put_words(const Halves& halves, Sha256Words& words) {
  const __m128i low = _mm_shuffle_epi32(halves.abef, 0x1b);
  const __m128i high = _mm_shuffle_epi32(halves.cdgh, 0xb1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data()), _mm_blend_epi16(low, high, 0xf0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data() + 4), _mm_alignr_epi8(high, low, 8));
}

/// Words 4 * quarter and the three behind it of the message schedule, in their place among the last sixteen.
SHIJI_WITH_SHA inline __attribute__((always_inline)) void schedule(__m128i (&last)[4], int quarter,
                                                                   const std::uint8_t* block) {
  __m128i& place = last[quarter % 4];
  if (quarter < 4) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    place = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + quarter), big_endian);
    return;
  }
  const __m128i newest = last[(quarter + 3) % 4];
  const __m128i middle = _mm_alignr_epi8(newest, last[(quarter + 2) % 4], 4);
  place = _mm_sha256msg2_epu32(sum(_mm_sha256msg1_epu32(place, last[(quarter + 1) % 4]), middle), newest);
}

/// The next `blocks` of each of `count` runs.
template <std::size_t count>
SHIJI_WITH_SHA void compress(std::array<Sha256Run*, strands_max>& runs, std::size_t blocks) {
  Halves states[count];
  for (std::size_t i = 0; i < count; ++i) states[i] = halves_of(runs[i]->words);
  for (std::size_t block = 0; block < blocks; ++block) {
    Halves before[count];
    __m128i last[count][4];
    for (std::size_t i = 0; i < count; ++i) before[i] = states[i];
#pragma GCC unroll 16
    for (int quarter = 0; quarter < quarters; ++quarter) {
      const __m128i constants =
          _mm_loadu_si128(reinterpret_cast<const __m128i*>(sha256_round_constants.data()) + quarter);
#pragma GCC unroll 3
      for (std::size_t i = 0; i < count; ++i) {
        schedule(last[i], quarter, runs[i]->blocks);
        const __m128i words = sum(last[i][quarter % 4], constants);
        states[i].cdgh = _mm_sha256rnds2_epu32(states[i].cdgh, states[i].abef, words);
        states[i].abef = _mm_sha256rnds2_epu32(states[i].abef, states[i].cdgh, _mm_shuffle_epi32(words, 0x0e));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      states[i].abef = sum(states[i].abef, before[i].abef);
      states[i].cdgh = sum(states[i].cdgh, before[i].cdgh);
      runs[i]->blocks += sha256_block_bytes;
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    put_words(states[i], runs[i]->words);
    runs[i]->count -= blocks;
  }
}

}  // namespace

void sha256_in_strands(std::span<Sha256Run> runs) {
  std::array<Sha256Run*, strands_max> live{};
  std::size_t count = 0;
  auto next = runs.begin();
  while (true) {
    for (; count < strands_max && next != runs.end(); ++next) {
      if (next->count != 0) live[count++] = &*next;
    }
    if (count == 0) return;
    const auto in_hand = std::span(live).first(count);
    const std::size_t blocks = (*std::ranges::min_element(in_hand, {}, &Sha256Run::count))->count;
    if (count == 3) {
      compress<3>(live, blocks);
    } else if (count == 2) {
      compress<2>(live, blocks);
    } else {
      compress<1>(live, blocks);
    }
    const auto goes_on = std::remove_if(in_hand.begin(), in_hand.end(), [](auto* run) { return run->count == 0; });
    count = static_cast<std::size_t>(goes_on - in_hand.begin());
  }
}

bool has_sha_strands() { return has_sha_instructions() && static_cast<bool>(__builtin_cpu_supports("sse4.1")); }

#else

void sha256_in_strands(std::span<Sha256Run>) { SHIJI_ASSERT(false, "strands are of x86-64"); }

bool has_sha_strands() { return false; }

#endif

}  // namespace shiji::ledger
