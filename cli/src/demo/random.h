// Random: numbers a seed decides, the same on every machine. For demos only, never for keys.
//
// What: xoshiro256** seeded through SplitMix64; every purpose has a stream of its own, so that a longer roster never
// changes anybody's name. Integers only; the standard's distributions differ between libraries and are not used.
// Threads: one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace shiji::cli::demo {

class Random {
 public:
  Random(std::uint64_t seed, std::string_view purpose);

  [[nodiscard]] std::uint64_t next();
  /// Uniform in [0, end); `end` is at least 1.
  [[nodiscard]] std::uint32_t below(std::uint32_t end);
  /// Uniform in [low, high].
  [[nodiscard]] std::int32_t between(std::int32_t low, std::int32_t high);
  [[nodiscard]] bool chance(std::uint32_t ppm) { return below(1'000'000) < ppm; }
  /// An index with the probability of its weight. At least one weight is not zero.
  [[nodiscard]] std::size_t weighted(std::span<const std::uint32_t> weights);

  template <typename Values>
  [[nodiscard]] const auto& one_of(const Values& values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }
  /// The first `count` places become a random choice of the whole, in random order.
  template <typename T>
  void choose(std::vector<T>& values, std::size_t count) {
    for (std::size_t i = 0; i < count && i + 1 < values.size(); ++i) {
      std::swap(values[i], values[i + below(static_cast<std::uint32_t>(values.size() - i))]);
    }
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace shiji::cli::demo
