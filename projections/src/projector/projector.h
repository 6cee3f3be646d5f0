// Projector: keeps one projection: its store, its cache, its cursor, its digest.
//
// What: `begin` checks that it follows this ledger, `take` folds a batch, `finish` writes what is left. The cursor,
// the changed states and the rule events they rest on go in one batch. Guarantees: an event below the cursor changes
// nothing; one behind a gap or with a link that does not match is refused with its sequence (Error corrupt) before
// anything is folded. After a failed write the projector is where its store is. Ownership: owns its store. Threads: one
// thread at a time. Cost: a hash look-up and the fold for each touched key.
#pragma once

#include "projector/cursor.h"
#include "projector/event_batch.h"
#include "projector/state_cache.h"
#include "shiji/ledger/rules/rule_book.h"
#include "shiji/projections/read_models.h"

#include <bitset>
#include <memory>
#include <string>
#include <vector>

namespace shiji::projections {

class Projector final : public ReadModel {
 public:
  Projector(const Projection& projection, std::unique_ptr<StateStore> store, ReadModelOptions options,
            engine::Environment environment);
  /// Reads the cursor and the rule events. Errors: corrupt, io.
  [[nodiscard]] ledger::Status load();

  [[nodiscard]] ledger::Status catch_up(const engine::Owner& owner, const Progress& progress) override;
  [[nodiscard]] ledger::Status reset() override;
  [[nodiscard]] ledger::Result<Record> find(std::string_view key) const override;
  [[nodiscard]] ledger::Status each(const std::function<bool(const Record&)>& visit) const override;
  [[nodiscard]] ledger::Result<ReadModelStatus> status(const engine::Owner& owner) const override;

  [[nodiscard]] ledger::TreeSize tree_size() const { return cursor_.tree_size; }
  [[nodiscard]] std::uint64_t write_events() const { return options_.write_events; }
  [[nodiscard]] ledger::Status begin(const engine::Owner& owner, const engine::Head& head);
  /// Every event of it, or up to the first that fails.
  [[nodiscard]] ledger::Status take(const EventBatch& batch);
  [[nodiscard]] ledger::Status finish();

 private:
  struct RuleEvent {
    ledger::Sequence sequence;
    std::string bytes;
  };

  [[nodiscard]] bool continues_at(const EventBatch& batch) const;
  [[nodiscard]] ledger::Status take_linked(const EventBatch& batch);
  [[nodiscard]] ledger::Status take_one(const engine::RecordedEvent& recorded);
  [[nodiscard]] ledger::Status check_place(const engine::RecordedEvent& recorded) const;
  [[nodiscard]] bool folds(ledger::EventType type) const { return folded_types_[static_cast<std::size_t>(type)]; }
  [[nodiscard]] bool concerned_by(ledger::EventType type) const;
  void count_to(const engine::RecordedEvent& last);
  [[nodiscard]] bool write_back_due() const;
  [[nodiscard]] ledger::Status keep_rules(const ledger::DecodedEvent& event);
  [[nodiscard]] ledger::Status fold(const ledger::DecodedEvent& event);
  [[nodiscard]] ledger::Status read_rules();
  [[nodiscard]] ledger::Status write_back();
  [[nodiscard]] ledger::Error fault(ledger::Sequence sequence, std::string detail) const;

  const Projection& projection_;
  std::unique_ptr<StateStore> store_;
  ReadModelOptions options_;
  engine::Environment environment_;
  std::bitset<ledger::event_type_count + 1> folded_types_;
  ledger::RuleBook rules_;
  StateCache cache_;
  Cursor cursor_;
  std::optional<SeedMaker> seeds_;      ///< once the origin is known
  std::vector<RuleEvent> rule_events_;  ///< not yet written
  KeyList keys_;
  std::uint64_t unwritten_events_ = 0;
  std::uint64_t unwritten_folds_ = 0;
  bool settled_ = true;         ///< nothing lies ahead of the states
  std::uint64_t begun_at_ = 0;  ///< tree size when the last catch-up began
  ledger::Time begun_time_;
  std::uint64_t events_per_second_ = 0;
};

/// As catch_up_together, up to `head` and no further.
[[nodiscard]] ledger::Status catch_up_to(const engine::Head& head, std::span<ReadModel* const> models,
                                         const engine::Owner& owner, const Progress& progress);

}  // namespace shiji::projections
