// ReadCache: what the store said lately, that something is not there included.
//
// What: two generations; when the young one is full it becomes the old one, and what is still asked for moves back.
// Ownership: owns the values; a pointer is good until the next call. Threads: one at a time.
#pragma once

#include "store/text_map.h"

#include <optional>
#include <utility>

namespace shiji::engine {

template <typename Value>
class ReadCache {
 public:
  explicit ReadCache(std::size_t generation_bytes) : generation_bytes_(generation_bytes) {}

  /// Null when nothing is known of the key; an empty optional when it is known to be absent.
  [[nodiscard]] const std::optional<Value>* find(const HashedText& key) {
    if (const auto at = young_.find(key); at != young_.entries.end()) return &at->second.value;
    const auto at = old_.find(key);
    if (at == old_.entries.end()) return nullptr;
    auto node = old_.entries.extract(at);
    make_room(node.mapped().bytes);
    young_.filter.add(key);
    return &young_.entries.insert(std::move(node)).position->second.value;
  }

  const std::optional<Value>& remember(std::string_view key, std::optional<Value> value, std::size_t value_bytes) {
    const std::size_t bytes = key.size() + value_bytes + entry_overhead_bytes;
    make_room(bytes);
    young_.filter.add(HashedText(key));
    return young_.entries.insert_or_assign(std::string(key), Entry{std::move(value), bytes}).first->second.value;
  }

  /// Somebody knows better now.
  void forget(const HashedText& key) {
    for (auto* generation : {&young_, &old_}) {
      if (const auto at = generation->find(key); at != generation->entries.end()) generation->entries.erase(at);
    }
  }

 private:
  static constexpr std::size_t entry_overhead_bytes = 96;
  struct Entry {
    std::optional<Value> value;
    std::size_t bytes;
  };

  struct Generation {
    TextMap<Entry> entries;
    TextFilter filter;

    [[nodiscard]] auto find(const HashedText& key) { return filter.may_have(key) ? entries.find(key) : entries.end(); }
  };

  void make_room(std::size_t bytes) {
    if (young_bytes_ + bytes > generation_bytes_) {
      old_ = std::exchange(young_, Generation());
      young_bytes_ = 0;
    }
    young_bytes_ += bytes;
  }

  Generation young_, old_;
  std::size_t generation_bytes_, young_bytes_ = 0;
};

}  // namespace shiji::engine
