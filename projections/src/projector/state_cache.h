// StateCache: the decoded states a projector works on, written back in one batch.
//
// What: `open` loads a key's state (or a blank one) and marks it changed; `write_back` puts every changed state into a
// batch and moves the set hash from old to new values; `shrink` lets go of states that were not used lately.
// Guarantees: nothing leaves the cache changed and unwritten: the projector writes back before it shrinks.
// Ownership: owns the states; a state's address holds until `shrink` or `clear`. Threads: one thread at a time.
// Cost: one hash look-up for a state at hand; a miss reads the store once.
#pragma once

#include "fold/projection.h"
#include "projector/set_hash.h"
#include "projector/state_store.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace shiji::projections {

class StateCache {
 public:
  struct Entry {
    std::unique_ptr<KeyState> state;
    std::string_view key;             ///< views the map's key
    std::optional<Seed> stored_seed;  ///< of the value in the store; none: the store has no such key
    std::size_t bytes = 0;
    std::uint32_t round = 0;  ///< the write-back round that used it last
    bool changed = false;
  };

  StateCache(const Projection& projection, const StateStore& store) : projection_(projection), store_(store) {}

  /// For writing: what is opened counts as changed. Errors: corrupt with the key, io. `place`: that of the key among
  /// those of its event; the key that had it last is often the same, and is not looked up then.
  [[nodiscard]] ledger::Result<Entry*> open(std::string_view key, std::size_t place, const SeedMaker& seeds);
  /// To be called after a state was folded into.
  void measure(Entry& entry);
  /// Puts the changed states into `batch`, moves `set` and `keys` along, and counts them as stored.
  void write_back(StateStore::Batch& batch, const SeedMaker& seeds, SetHash& set, std::uint64_t& keys);
  /// Of a projection that folds ahead: puts what is ahead of every key into `batch`, in rows of `settling.h` that come
  /// after those of smaller `size`s, and holds nothing any more.
  void write_ahead(StateStore::Batch& batch, ledger::TreeSize size);
  /// With more than `unused_bytes_max`, lets go of what the last round did not use; with more than `bytes_max` left,
  /// of everything.
  void shrink(std::size_t unused_bytes_max, std::size_t bytes_max);
  void clear();
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Entries = std::unordered_map<std::string, Entry, TextHash, std::equal_to<>>;

  [[nodiscard]] ledger::Result<Entry*> load(std::string_view key, const SeedMaker& seeds);
  void mark_changed(Entry& entry);
  void sort_changed();

  const Projection& projection_;
  const StateStore& store_;
  Entries entries_;
  std::array<Entry*, 8> recent_{};  ///< by the place of their keys
  std::vector<Entry*> changed_;
  std::string scratch_;
  std::size_t bytes_ = 0;
  std::uint32_t round_ = 0;
};

/// Decodes a stored value. Error: corrupt with projection and key.
[[nodiscard]] ledger::Result<std::unique_ptr<KeyState>> decode_state(const Projection& projection, std::string_view key,
                                                                     std::string_view value);

}  // namespace shiji::projections
