// The newest keys of the subjects seen last, bounded: two generations; when the young one is full, the old one goes.
//
// Threads: none of its own; the vault locks.
#pragma once

#include "shiji/ledger/seal/seal.h"

#include <cstdint>
#include <unordered_map>
#include <utility>

namespace shiji::engine {

class KeyCache {
 public:
  struct Entry {
    std::uint32_t key_version;
    ledger::SubjectKey key;
  };

  explicit KeyCache(std::size_t generation_max) : generation_max_(generation_max) {}

  /// Null when it is not here. Valid until the next call.
  [[nodiscard]] const Entry* find(const ledger::Subject& subject) {
    if (const auto hit = young_.find(subject); hit != young_.end()) return &hit->second;
    const auto hit = old_.find(subject);
    if (hit == old_.end()) return nullptr;
    Entry entry = std::move(hit->second);
    old_.erase(hit);
    return put(subject, std::move(entry));
  }

  const Entry* put(const ledger::Subject& subject, Entry entry) {
    if (young_.size() >= generation_max_) {
      old_ = std::move(young_);
      young_.clear();
    }
    return &young_.insert_or_assign(subject, std::move(entry)).first->second;
  }

 private:
  std::size_t generation_max_;
  std::unordered_map<ledger::Subject, Entry> young_, old_;
};

}  // namespace shiji::engine
