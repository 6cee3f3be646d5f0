#include "demo/random.h"

#include "shiji/ledger/contract.h"

#include <bit>

namespace shiji::cli::demo {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

// FNV-1a: spreads the purposes apart.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view purpose) {
  std::uint64_t mixed = seed;
  mixed = split_mix(mixed) ^ hash_of(purpose);
  for (auto& word : state_) word = split_mix(mixed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint32_t Random::below(std::uint32_t end) {
  SHIJI_ASSERT(end > 0, "an empty range has no number");
  const std::uint64_t range = end;
  const std::uint64_t unfair = (0 - range) % range;  // below it, low values would come once too often
  std::uint64_t drawn = next();
  while (drawn < unfair) drawn = next();
  return static_cast<std::uint32_t>(drawn % range);
}

std::int32_t Random::between(std::int32_t low, std::int32_t high) {
  SHIJI_ASSERT(low <= high, "the range is the wrong way round");
  return low + static_cast<std::int32_t>(below(static_cast<std::uint32_t>(high - low) + 1));
}

std::size_t Random::weighted(std::span<const std::uint32_t> weights) {
  std::uint32_t total = 0;
  for (const auto weight : weights) total += weight;
  std::uint32_t drawn = below(total);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (drawn < weights[i]) return i;
    drawn -= weights[i];
  }
  return weights.size() - 1;
}

}  // namespace shiji::cli::demo
