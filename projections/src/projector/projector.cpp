#include "projector/projector.h"

#include "projector/settling.h"
#include "remote/remote_read_model.h"
#include "shiji/ledger/events/codec.h"

#include <chrono>
#include <thread>

namespace shiji::projections {
namespace {

constexpr std::chrono::milliseconds between_looks{20};

using ledger::ErrorCode;

std::string big_endian(std::uint64_t value) {
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
  return out;
}

}  // namespace

Projector::Projector(const Projection& projection, std::unique_ptr<StateStore> store, ReadModelOptions options,
                     engine::Environment environment)
    : projection_(projection),
      store_(std::move(store)),
      options_(options),
      environment_(std::move(environment)),
      cache_(projection_, *store_) {
  const auto folded = projection_.folded_types();
  if (folded.empty()) folded_types_.set();
  for (const auto type : folded) folded_types_.set(static_cast<std::size_t>(type));
}

ledger::Error Projector::fault(ledger::Sequence sequence, std::string detail) const {
  return {ErrorCode::corrupt, "sequence " + std::to_string(sequence.value),
          "projection " + std::string(projection_.info().name) + ": " + std::move(detail)};
}

ledger::Status Projector::load() {
  cache_.clear();
  rule_events_.clear();
  unwritten_events_ = unwritten_folds_ = 0;
  cursor_ = {};
  seeds_.reset();
  std::string stored;
  auto there = store_->get(Family::cursor, cursor_key, stored);
  if (!there.ok()) return there.failure();
  if (*there) {
    const auto found = decode_cursor(stored, projection_.info().version, cursor_);
    if (found == CursorFound::unreadable) {
      const auto place = std::string(projection_.info().name) + "/cursor";
      return ledger::Error{ErrorCode::corrupt, place, "the stored cursor cannot be read; rebuild the projection"};
    }
    if (found == CursorFound::other_version) {
      auto cleared = store_->clear();
      if (!cleared.ok()) return cleared;
    }
  }
  if (!cursor_.origin.empty()) {
    seeds_.emplace(cursor_.origin, projection_.info().name, projection_.info().version);
    // What a pass that was cut short left ahead.
    if (auto settled = settle(projection_, *store_, *seeds_, cursor_); !settled.ok()) return settled;
  }
  return read_rules();
}

ledger::Status Projector::read_rules() {
  rules_ = ledger::RuleBook();
  ledger::Status outcome = ledger::done();
  std::vector<std::uint64_t> aligned;
  auto read = store_->each(Family::rule_events, [&](std::string_view, std::string_view value) {
    aligned.assign((value.size() + 7) / 8, 0);
    auto* bytes = reinterpret_cast<std::uint8_t*>(aligned.data());
    std::copy(value.begin(), value.end(), bytes);
    auto event = ledger::decode_event({bytes, value.size()});
    outcome = event.ok() ? rules_.fold(*event) : ledger::Status(event.failure());
    return outcome.ok();
  });
  return read.ok() ? outcome : read;
}

ledger::Status Projector::begin(const engine::Owner& owner, const engine::Head& head) {
  begun_at_ = cursor_.tree_size.value;
  begun_time_ = environment_.clock->now();
  if (cursor_.origin.empty()) {
    cursor_.origin = owner.origin();
    seeds_.emplace(cursor_.origin, projection_.info().name, projection_.info().version);
  }
  const ledger::Sequence next{cursor_.tree_size.value};
  if (cursor_.origin != owner.origin()) return fault(next, "it followed the ledger " + cursor_.origin);
  if (cursor_.tree_size > head.tree_size) return fault(next, "it is ahead of the ledger");
  if (cursor_.tree_size == head.tree_size && cursor_.leaf_hash != head.leaf_hash) {
    return fault({next.value - 1}, "the ledger has another event here than the one that was folded");
  }
  return ledger::done();
}

ledger::Status Projector::write_back() {
  auto batch = store_->batch();
  if (projection_.folds_ahead()) {
    cache_.write_ahead(*batch, cursor_.tree_size);
    settled_ = false;
  } else {
    cache_.write_back(*batch, *seeds_, cursor_.set, cursor_.keys);
  }
  for (const auto& event : rule_events_) batch->put(Family::rule_events, big_endian(event.sequence.value), event.bytes);
  put_cursor(*batch, cursor_, projection_.info().version);
  if (auto written = store_->write(*batch); !written.ok()) {
    if (auto back = load(); !back.ok()) return back;
    return written;
  }
  rule_events_.clear();
  unwritten_events_ = unwritten_folds_ = 0;
  cache_.shrink(options_.cache_bytes / 4, options_.cache_bytes / 4 * 3);
  return ledger::done();
}

ledger::Status Projector::finish() {
  if (unwritten_events_ > 0) {
    if (auto written = write_back(); !written.ok()) return written;
  }
  if (!settled_) {
    if (auto settled = settle(projection_, *store_, *seeds_, cursor_); !settled.ok()) {
      if (auto back = load(); !back.ok()) return back;
      return settled;
    }
    settled_ = true;
  }
  const auto elapsed_us = environment_.clock->now().value - begun_time_.value;
  const auto events = cursor_.tree_size.value - std::min(begun_at_, cursor_.tree_size.value);
  events_per_second_ = elapsed_us > 0 ? events * 1'000'000 / static_cast<std::uint64_t>(elapsed_us) : 0;
  return ledger::done();
}

ledger::Status Projector::catch_up(const engine::Owner& owner, const Progress& progress) {
  ReadModel* const self = this;
  return catch_up_together({&self, 1}, owner, progress);
}

ledger::Status Projector::reset() {
  if (auto cleared = store_->clear(); !cleared.ok()) return cleared;
  return load();
}

ledger::Result<Record> Projector::find(std::string_view key) const {
  std::string value;
  auto there = store_->get(Family::states, key, value);
  if (!there.ok()) return there.failure();
  const auto place = std::string(projection_.info().name) + "/" + std::string(key);
  if (!*there) return ledger::Error{ErrorCode::not_found, place, "there is no such key"};
  auto state = decode_state(projection_, key, value);
  if (!state.ok()) return state.failure();
  return projection_.describe(key, **state, rules_);
}

ledger::Status Projector::each(const std::function<bool(const Record&)>& visit) const {
  ledger::Status outcome = ledger::done();
  auto read = store_->each(Family::states, [&](std::string_view key, std::string_view value) {
    auto state = decode_state(projection_, key, value);
    if (!state.ok()) {
      outcome = state.failure();
      return false;
    }
    return visit(projection_.describe(key, **state, rules_));
  });
  return read.ok() ? outcome : read;
}

ledger::Result<ReadModelStatus> Projector::status(const engine::Owner& owner) const {
  const auto& info = projection_.info();
  const auto at = owner.head();
  if (!at.ok()) return at.failure();
  const auto head = at->tree_size.value;
  ReadModelStatus out;
  out.name = info.name;
  out.version = info.version;
  out.cursor = cursor_.tree_size;
  out.cursor_leaf_hash = cursor_.leaf_hash;
  out.lag = head - std::min(head, cursor_.tree_size.value);
  out.digest = state_digest(info.name, info.version, cursor_.tree_size, cursor_.leaf_hash, cursor_.set);
  out.events_per_second = events_per_second_;
  out.keys = cursor_.keys;
  return out;
}

ledger::Result<std::unique_ptr<ReadModel>> ReadModel::open(std::string_view name, const std::string& directory,
                                                           engine::Environment environment, ReadModelOptions options) {
  const auto* projection = projection_named(name);
  if (projection == nullptr) {
    return ledger::Error{ErrorCode::not_found, std::string(name), "there is no such read model"};
  }
  const auto place = directory + "/projections/" + std::string(name);
  auto store = StateStore::open(place);
  const auto until = std::chrono::steady_clock::now() + options.wait;
  while (!store.ok()) {
    const auto* error = store.error();
    if (error == nullptr || error->code != ledger::ErrorCode::already_open) return store.failure();
    auto remote = remote_read_model(place);
    if (remote.ok()) return remote;
    // Whoever has it without answering for it folds or asks, and leaves.
    if (std::chrono::steady_clock::now() >= until) return store.failure();
    std::this_thread::sleep_for(between_looks);
    store = StateStore::open(place);
  }
  auto projector = std::make_unique<Projector>(*projection, *std::move(store), options, std::move(environment));
  if (auto loaded = projector->load(); !loaded.ok()) return loaded.failure();
  return std::unique_ptr<ReadModel>(std::move(projector));
}

}  // namespace shiji::projections
