// How a projector takes events: their place, the rule sets they carry, the fold.
#include "models/attendance_fact.h"
#include "projector/projector.h"

namespace shiji::projections {
namespace {

using ledger::EventType;

/// A single large state must not make every event a write.
constexpr std::uint64_t folds_before_cache_write = 1'024;

bool carries_rules(EventType type) {
  return type == EventType::control_DocumentPart || type == EventType::control_RuleSetAdopted;
}

}  // namespace

ledger::Status Projector::check_place(const engine::RecordedEvent& recorded) const {
  const auto& position = recorded.event.event.position;
  if (position.sequence.value != cursor_.tree_size.value) {
    return fault(position.sequence, "a gap: the next event to fold is " + std::to_string(cursor_.tree_size.value));
  }
  if (position.previous != cursor_.leaf_hash) {
    return fault(position.sequence, "its link does not name the event that was folded before it");
  }
  return ledger::done();
}

bool Projector::concerned_by(EventType type) const { return folds(type) || carries_rules(type); }

bool Projector::continues_at(const EventBatch& batch) const {
  return batch.linked() && batch.size() > 0 && check_place(batch.events().front()).ok();
}

ledger::Status Projector::take(const EventBatch& batch) {
  if (continues_at(batch)) return take_linked(batch);
  for (const auto& recorded : batch.events()) {
    if (auto taken = take_one(recorded); !taken.ok()) return taken;
  }
  return ledger::done();
}

/// Looks at no event of another type than those it folds: the batch knows that each follows the one before it.
ledger::Status Projector::take_linked(const EventBatch& batch) {
  const auto events = batch.events();
  const auto types = batch.types();
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (concerned_by(types[i])) {
      const auto& position = events[i].event.event.position;
      cursor_.tree_size.value = position.sequence.value;
      cursor_.leaf_hash = position.previous;
      if (auto folded = fold(events[i].event); !folded.ok()) return folded;
    }
    ++unwritten_events_;
    if (!write_back_due()) continue;
    count_to(events[i]);
    if (auto written = write_back(); !written.ok()) return written;
  }
  count_to(events.back());
  return ledger::done();
}

void Projector::count_to(const engine::RecordedEvent& last) {
  cursor_.tree_size.value = last.event.event.position.sequence.value + 1;
  cursor_.leaf_hash = last.leaf_hash;
}

bool Projector::write_back_due() const {
  // What is ahead is not read again before it is settled: holding more of it spares rows alone.
  const auto bytes_max = projection_.folds_ahead() ? options_.cache_bytes / 2 : options_.cache_bytes;
  const bool full = cache_.bytes() > bytes_max && unwritten_folds_ >= folds_before_cache_write;
  return full || unwritten_events_ >= options_.write_events;
}

ledger::Status Projector::take_one(const engine::RecordedEvent& recorded) {
  const auto sequence = recorded.event.event.position.sequence.value;
  if (sequence < cursor_.tree_size.value) {
    // Delivered twice: nothing to do, unless it shows that the ledger is not the one that was folded.
    if (sequence + 1 == cursor_.tree_size.value && recorded.leaf_hash != cursor_.leaf_hash) {
      return fault({sequence}, "the ledger has another event here than the one that was folded");
    }
    return ledger::done();
  }
  if (auto placed = check_place(recorded); !placed.ok()) return placed;
  if (concerned_by(recorded.event.type)) {
    if (auto folded = fold(recorded.event); !folded.ok()) return folded;
  }
  ++unwritten_events_;
  count_to(recorded);
  return write_back_due() ? write_back() : ledger::done();
}

ledger::Status Projector::keep_rules(const ledger::DecodedEvent& event) {
  auto folded = rules_.fold(event);
  if (!folded.ok()) return folded;
  rule_events_.push_back({event.event.position.sequence, std::string(event.bytes.begin(), event.bytes.end())});
  return ledger::done();
}

ledger::Status Projector::fold(const ledger::DecodedEvent& event) {
  if (carries_rules(event.type)) {
    if (auto kept = keep_rules(event); !kept.ok()) return kept;
  }
  if (!folds(event.type)) return ledger::done();
  if (options_.happened_by && business_date(event.event) > *options_.happened_by) return ledger::done();
  keys_.clear();
  projection_.keys(event, keys_);
  StateCache::Entry* entry = nullptr;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const auto key = keys_[i];
    if (entry == nullptr || entry->key != key.text) {
      auto opened = cache_.open(key.text, i, *seeds_);
      if (!opened.ok()) {
        // Half an event must not stay: go back to what the store has.
        const auto& failure = opened.failure();
        if (auto back = load(); !back.ok()) return back;
        return failure;
      }
      entry = *opened;
    }
    projection_.apply(*entry->state, key, event, rules_);
    cache_.measure(*entry);
  }
  unwritten_folds_ += keys_.size();
  return ledger::done();
}

}  // namespace shiji::projections
