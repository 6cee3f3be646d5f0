#include "projector/settling.h"

#include "projector/state_cache.h"

#include <optional>
#include <utility>

namespace shiji::projections {
namespace {

constexpr std::size_t batch_bytes_max = std::size_t{4} << 20;

/// The state of one key after the other; what changed is written now and then.
class Settler {
 public:
  Settler(const Projection& projection, StateStore& store, const SeedMaker& seeds, Cursor& cursor)
      : projection_(projection), store_(store), seeds_(seeds), cursor_(cursor), batch_(store.batch()) {}

  ledger::Status take(std::string_view row, std::string_view ahead) {
    BinaryReader reader(row);
    const auto key = reader.text();
    if (!reader.ok()) return unreadable(row);
    if (state_ == nullptr || key != key_) {
      if (auto closed = close(); !closed.ok()) return closed;
      if (auto opened = open(key); !opened.ok()) return opened;
    }
    if (!state_->settle(ahead)) return unreadable(key);
    if (first_row_.empty()) first_row_ = row;
    last_row_ = row;
    return ledger::done();
  }

  ledger::Status finish() {
    if (auto closed = close(); !closed.ok()) return closed;
    return batch_bytes_ > 0 ? write() : ledger::done();
  }

 private:
  ledger::Status open(std::string_view key) {
    key_ = key;
    stored_seed_.reset();
    const auto there = store_.get(Family::states, key_, value_);
    if (!there.ok()) return there.failure();
    if (!*there) {
      state_ = projection_.blank();
      return ledger::done();
    }
    auto state = decode_state(projection_, key_, value_);
    if (!state.ok()) return state.failure();
    state_ = *std::move(state);
    stored_seed_ = seeds_.seed(key_, value_);
    return ledger::done();
  }

  ledger::Status close() {
    if (state_ == nullptr) return ledger::done();
    state_->settled();
    value_.clear();
    BinaryWriter writer(value_);
    state_->encode(writer);
    state_.reset();
    const auto seed = seeds_.seed(key_, value_);
    if (stored_seed_) cursor_.set.subtract(*stored_seed_);
    cursor_.set.add(seed);
    if (!stored_seed_) ++cursor_.keys;
    batch_->put(Family::states, key_, value_);
    batch_bytes_ += key_.size() + value_.size();
    return batch_bytes_ < batch_bytes_max ? ledger::done() : write();
  }

  /// What was taken up to here is all in states that are closed.
  ledger::Status write() {
    batch_->erase_range(Family::ahead, first_row_, last_row_);
    first_row_.clear();
    put_cursor(*batch_, cursor_, projection_.info().version);
    batch_bytes_ = 0;
    return store_.write(*std::exchange(batch_, store_.batch()));
  }

  [[nodiscard]] ledger::Error unreadable(std::string_view key) const {
    const auto place = std::string(projection_.info().name) + "/" + std::string(key);
    return {ledger::ErrorCode::corrupt, place, "what was folded ahead cannot be read; rebuild the projection"};
  }

  const Projection& projection_;
  StateStore& store_;
  const SeedMaker& seeds_;
  Cursor& cursor_;
  std::unique_ptr<StateStore::Batch> batch_;
  std::size_t batch_bytes_ = 0;
  std::string first_row_, last_row_;  ///< those that went into the batch
  std::string key_, value_;
  std::unique_ptr<KeyState> state_;  ///< of key_
  std::optional<Seed> stored_seed_;
};

}  // namespace

std::string ahead_key(std::string_view key, ledger::TreeSize size) {
  std::string out;
  BinaryWriter(out).text(key);  // its length before it: no key's rows lie among those of another
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size.value >> shift));
  return out;
}

ledger::Status settle(const Projection& projection, StateStore& store, const SeedMaker& seeds, Cursor& cursor) {
  Settler settler(projection, store, seeds, cursor);
  ledger::Status outcome = ledger::done();
  auto read = store.each(Family::ahead, [&](std::string_view row, std::string_view ahead) {
    outcome = settler.take(row, ahead);
    return outcome.ok();
  });
  if (!outcome.ok()) return outcome;
  if (!read.ok()) return read;
  return settler.finish();
}

}  // namespace shiji::projections
