// TextMap: a hash map from texts that is looked up without copying them, and with a hash that was computed once.
// TextFilter: whether it is worth looking.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shiji::engine {

/// A text with its hash, for looking it up in several maps.
struct HashedText {
  explicit HashedText(std::string_view name) : text(name), hash(std::hash<std::string_view>{}(name)) {}
  std::string_view text;
  std::size_t hash;
};

/// Hashes strings and views of strings alike. Not noexcept on purpose: libstdc++ keeps the hash in each node then, and
/// walking a bucket does not hash its strings again.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  std::size_t operator()(const HashedText& hashed) const { return hashed.hash; }
};
struct TextEqual {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return a == b; }
  bool operator()(const HashedText& a, std::string_view b) const { return a.text == b; }
  bool operator()(std::string_view a, const HashedText& b) const { return a == b.text; }
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, TextEqual>;

/// Which texts were added, as far as 128 KiB tell: of most that were not it says so, from a place that is in the
/// processor's cache when the maps are not.
class TextFilter {
 public:
  void add(const HashedText& text) { words_[word_of(text)] |= bits_of(text); }
  /// False: it was not added.
  [[nodiscard]] bool may_have(const HashedText& text) const {
    return (words_[word_of(text)] & bits_of(text)) == bits_of(text);
  }

 private:
  static constexpr unsigned word_bits = 14;
  static std::size_t word_of(const HashedText& text) { return text.hash >> (64 - word_bits); }
  static std::uint64_t bits_of(const HashedText& text) {
    return std::uint64_t{1} << (text.hash & 63) | std::uint64_t{1} << (text.hash >> 6 & 63);
  }
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(std::size_t{1} << word_bits);
};

}  // namespace shiji::engine
