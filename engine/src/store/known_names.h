// KnownNames: which names the index has, disk and memory together, told from memory for most of those it has not.
//
// What: names added since the opening are taken in as they come. Those of before are read from the store in the
// background once it was asked often enough for what it has not: a ledger that is opened for one event never pays for
// it. Until they are read every name may be there. Guarantees: what the index has is never denied. Errors: none: what
// cannot be read stays unknown. Ownership: uses the store, which must outlive it. Threads: one at a time; it has one of
// its own.
#pragma once

#include "store/index_store.h"
#include "store/key_filter.h"
#include "store/text_map.h"

#include <atomic>
#include <thread>

namespace shiji::engine {

class KnownNames {
 public:
  /// `store` may be null: then names come from memory alone.
  explicit KnownNames(const IndexStore* store) : store_(store) {}
  ~KnownNames();
  KnownNames(const KnownNames&) = delete;
  KnownNames& operator=(const KnownNames&) = delete;

  void add(IndexFamily family, const HashedText& name) { added_.add(hash_of(family, name)); }
  /// False: the index has no such name.
  [[nodiscard]] bool may_have(IndexFamily family, const HashedText& name) const {
    if (store_ != nullptr && !read_all_.load(std::memory_order_acquire)) return true;
    const auto hash = hash_of(family, name);
    return added_.may_have(hash) || read_.may_have(hash);
  }
  /// The store was asked for a name and has it not.
  void missed() {
    if (++missed_ == misses_before_reading) read_names();
  }

 private:
  static constexpr std::uint32_t misses_before_reading = 2'048;
  static std::uint64_t hash_of(IndexFamily family, const HashedText& name) {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    return (name.hash ^ static_cast<std::uint64_t>(family)) * odd;
  }
  void read_names();

  const IndexStore* store_;
  KeyFilter added_;
  KeyFilter read_;  // its thread's until `read_all_`
  std::uint32_t missed_ = 0;
  std::atomic<bool> read_all_ = false, stopping_ = false;
  std::thread reading_;
};

}  // namespace shiji::engine
