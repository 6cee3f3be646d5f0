// ReadCache: what the store said lately.
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

  /// Null when nothing is known of the key.
  [[nodiscard]] const Value* find(const HashedText& key) {
    if (auto* cached = young_.find(key)) return &*cached->value;
    auto* cached = old_.find(key);
    return cached == nullptr ? nullptr : &put(key, *std::exchange(cached->value, std::nullopt), cached->bytes);
  }

  /// `value_bytes` is what it takes beside its object.
  const Value& remember(const HashedText& key, Value value, std::size_t value_bytes) {
    forget(key);
    return put(key, std::move(value), key.text.size() + value_bytes + entry_overhead_bytes);
  }

  /// Somebody knows better now.
  void forget(const HashedText& key) {
    for (auto* generation : {&young_, &old_}) {
      if (auto* cached = generation->find(key)) cached->value.reset();
    }
  }

 private:
  static constexpr std::size_t entry_overhead_bytes = 96;
  struct Cached {
    std::optional<Value> value;  ///< empty: forgotten, or in the younger generation now
    std::size_t bytes = 0;
  };

  struct Generation {
    TextMap<Cached> entries;
    TextFilter filter;

    [[nodiscard]] Cached* find(const HashedText& key) {
      auto* entry = filter.may_have(key) ? entries.find(key) : nullptr;
      return entry == nullptr || !entry->value.value ? nullptr : &entry->value;
    }
  };

  const Value& put(const HashedText& key, Value value, std::size_t bytes) {
    if (young_bytes_ + bytes > generation_bytes_) {
      old_ = std::exchange(young_, Generation());
      young_bytes_ = 0;
    }
    young_bytes_ += bytes;
    young_.filter.add(key);
    auto* entry = young_.entries.find(key);  // it may have been forgotten there
    if (entry == nullptr) entry = &young_.entries.add(key, {});
    entry->value = {std::move(value), bytes};
    return *entry->value.value;
  }

  Generation young_, old_;
  std::size_t generation_bytes_, young_bytes_ = 0;
};

}  // namespace shiji::engine
