// What every fuzz target needs: its input as aligned bytes or text, edits of something valid, and a way to fail.
//
// Threads: one thread. A target fails by aborting; libFuzzer keeps the input that did it.
#pragma once

#include "shiji/ledger/ids.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::fuzz {

/// `what` is the sentence that would have been true.
inline void must(bool holds, const char* what) {
  if (holds) return;
  static_cast<void>(std::fprintf(stderr, "does not hold: %s\n", what));
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A copy at an address that events may lie at.
class AlignedBytes {
 public:
  AlignedBytes(const std::uint8_t* data, std::size_t size) : words_((size + 7) / 8), size_(size) {
    if (size > 0) std::memcpy(words_.data(), data, size);
  }
  [[nodiscard]] ledger::Bytes view() const { return {reinterpret_cast<const std::uint8_t*>(words_.data()), size_}; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_;
};

/// `valid` with the edits that the input says, four bytes each: two of place, one of what to do, one of a value.
inline std::string edited(std::string valid, const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t edits_max = 8;
  for (std::size_t i = 0; i + 4 <= std::min(size, 4 * edits_max) && !valid.empty(); i += 4) {
    const std::size_t place = (data[i] | static_cast<std::size_t>(data[i + 1]) << 8) % valid.size();
    const auto value = static_cast<char>(data[i + 3]);
    switch (data[i + 2] % 5) {
      case 0:
        valid[place] = value;
        break;
      case 1:
        valid[place] = static_cast<char>(valid[place] ^ (1 << (data[i + 3] % 8)));
        break;
      case 2:
        valid.insert(place, 1, value);
        break;
      case 3:
        valid.erase(place, 1 + data[i + 3] % 64);
        break;
      default:
        valid.resize(place);
        break;
    }
  }
  return valid;
}

}  // namespace shiji::fuzz
