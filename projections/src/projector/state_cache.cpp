#include "projector/state_cache.h"

#include "projector/settling.h"

#include <algorithm>

namespace shiji::projections {
namespace {

/// What a map node with its key and an entry takes beside the state.
constexpr std::size_t entry_bytes = 160;

}  // namespace

ledger::Result<std::unique_ptr<KeyState>> decode_state(const Projection& projection, std::string_view key,
                                                       std::string_view value) {
  auto state = projection.blank();
  BinaryReader reader(value);
  if (!state->decode(reader) || !reader.finished()) {
    const auto place = std::string(projection.info().name) + "/" + std::string(key);
    return ledger::Error{ledger::ErrorCode::corrupt, place, "the stored state cannot be read; rebuild the projection"};
  }
  return state;
}

ledger::Result<StateCache::Entry*> StateCache::open(std::string_view key, std::size_t place, const SeedMaker& seeds) {
  auto*& recent = recent_[place % recent_.size()];
  if (recent == nullptr || recent->key != key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
      auto loaded = load(key, seeds);
      if (!loaded.ok()) return loaded.failure();
      recent = *loaded;
    } else {
      recent = &found->second;
    }
  }
  mark_changed(*recent);
  return recent;
}

ledger::Result<StateCache::Entry*> StateCache::load(std::string_view key, const SeedMaker& seeds) {
  Entry loaded;
  auto there = projection_.folds_ahead() ? false : store_.get(Family::states, key, scratch_);
  if (!there.ok()) return there.failure();
  if (*there) {
    auto state = decode_state(projection_, key, scratch_);
    if (!state.ok()) return state.failure();
    loaded.state = *std::move(state);
    loaded.stored_seed = seeds.seed(key, scratch_);
  } else {
    loaded.state = projection_.blank();
  }
  const auto place = entries_.emplace(std::string(key), std::move(loaded)).first;
  auto& entry = place->second;
  entry.key = place->first;
  measure(entry);
  return &entry;
}

void StateCache::mark_changed(Entry& entry) {
  entry.round = round_;
  if (entry.changed) return;
  entry.changed = true;
  changed_.push_back(&entry);
}

void StateCache::measure(Entry& entry) {
  const auto now = entry.state->bytes() + entry.key.size() + entry_bytes;
  bytes_ += now - entry.bytes;
  entry.bytes = now;
}

/// In the order of the store: what goes into its memory table next to the last does not look for its place.
void StateCache::sort_changed() {
  std::sort(changed_.begin(), changed_.end(), [](const Entry* a, const Entry* b) { return a->key < b->key; });
}

void StateCache::write_back(StateStore::Batch& batch, const SeedMaker& seeds, SetHash& set, std::uint64_t& keys) {
  sort_changed();
  for (auto* entry : changed_) {
    entry->changed = false;
    scratch_.clear();
    std::optional<Seed> seed;
    if (!entry->state->empty()) {
      BinaryWriter writer(scratch_);
      entry->state->encode(writer);
      seed = seeds.seed(entry->key, scratch_);
    }
    if (seed == entry->stored_seed) continue;
    if (entry->stored_seed) set.subtract(*entry->stored_seed);
    if (seed) set.add(*seed);
    if (seed && !entry->stored_seed) ++keys;
    if (!seed) --keys;
    if (seed) {
      batch.put(Family::states, entry->key, scratch_);
    } else {
      batch.erase(Family::states, entry->key);
    }
    entry->stored_seed = seed;
  }
  changed_.clear();
  ++round_;
}

void StateCache::write_ahead(StateStore::Batch& batch, ledger::TreeSize size) {
  sort_changed();
  for (auto* entry : changed_) {
    const auto ahead = entry->state->take_ahead();
    if (!ahead.empty()) batch.put(Family::ahead, ahead_key(entry->key, size), ahead);
  }
  clear();
}

void StateCache::shrink(std::size_t unused_bytes_max, std::size_t bytes_max) {
  SHIJI_ASSERT(changed_.empty(), "written back before shrinking");
  if (bytes_ <= unused_bytes_max) return;
  recent_ = {};
  for (auto it = entries_.begin(); it != entries_.end();) {
    if (it->second.round + 1 < round_) {
      bytes_ -= it->second.bytes;
      it = entries_.erase(it);
    } else {
      ++it;
    }
  }
  if (bytes_ > bytes_max) clear();
}

void StateCache::clear() {
  recent_ = {};
  entries_.clear();
  changed_.clear();
  bytes_ = 0;
}

}  // namespace shiji::projections
