// TextMap: a hash map from texts that is looked up without copying them, and with a hash that was computed once.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

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

/// Null when it is not there.
template <typename Value>
const Value* find_in(const TextMap<Value>& map, const HashedText& key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &at->second;
}

}  // namespace shiji::engine
