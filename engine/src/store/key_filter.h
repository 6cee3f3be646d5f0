// KeyFilter: which keys were ever added, told for most of those that were not by one look into memory.
//
// What: a Bloom filter of blocks of one cache line, in parts that double as keys come, so that it needs no idea of how
// many there will be. Guarantees: what was added is never denied. Of what was not, one in some hundred is taken for
// added, more of them beyond 40 million keys, where it stops growing. Errors: none. Threads: one at a time.
// Cost: 512 KiB, then 12 to 24 bits of memory a key, 64 MiB at most; a look is one cache miss a part.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shiji::engine {

class KeyFilter {
 public:
  void add(std::uint64_t hash) {
    if (may_have(hash)) return;
    if (parts_.empty() || (left_ == 0 && parts_.size() < parts_max)) take_part();
    set(parts_.back(), hash);
    if (left_ > 0) --left_;
  }
  /// False: it was not added.
  [[nodiscard]] bool may_have(std::uint64_t hash) const {
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
      if (is_set(*part, hash)) return true;
    }
    return false;
  }

 private:
  struct alignas(64) Block {
    std::array<std::uint64_t, 8> words{};
  };
  using Part = std::vector<Block>;  ///< a power of two

  static constexpr std::size_t first_part_blocks = 8'192;
  static constexpr std::size_t parts_max = 7;
  static constexpr std::size_t block_keys = 42;  // 12 bits each

  void take_part() {
    const auto blocks = parts_.empty() ? first_part_blocks : 2 * parts_.back().size();
    parts_.emplace_back(blocks);
    left_ = blocks * block_keys;
  }
  static std::size_t block_of(const Part& part, std::uint64_t hash) {
    return hash >> (64U - static_cast<unsigned>(std::countr_zero(part.size())));
  }
  /// One bit in each of six words.
  static void set(Part& part, std::uint64_t hash) {
    auto& words = part[block_of(part, hash)].words;
    for (unsigned i = 0; i < 6; ++i) words[i + (hash & 1U)] |= std::uint64_t{1} << (hash >> (6 * i + 1) & 63U);
  }
  static bool is_set(const Part& part, std::uint64_t hash) {
    const auto& words = part[block_of(part, hash)].words;
    std::uint64_t all = 1;
    for (unsigned i = 0; i < 6; ++i) all &= words[i + (hash & 1U)] >> (hash >> (6 * i + 1) & 63U);
    return all != 0;
  }

  std::vector<Part> parts_;
  std::size_t left_ = 0;  // keys that the last part takes
};

}  // namespace shiji::engine
