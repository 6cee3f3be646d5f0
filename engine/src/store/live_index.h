// LiveIndex: the derived index as the sequencer needs it: what is on disk, what is being written, what is new.
//
// What: layers, newest first: `active` (the sequencer writes here), `writing` (handed to the index thread), `written`
// (on disk already, kept for reading), and the IndexStore. What was found in an older one is adopted by `active`, so
// that what is asked for again and again is found at the first look; what nobody has ever heard of is told from memory
// (known_names.h). Also the DecisionState of the rules. Changes of a submission that is refused are undone.
// Guarantees: the store only ever receives changes of committed events; its cursor stands at a submission's end.
// Errors: a failing store read is remembered in `failure()`, because rules ask through an interface without errors; the
// sequencer checks it before it accepts anything. Threads: any thread; only the sequencer changes.
#pragma once

#include "shiji/ledger/rules/decision_state.h"
#include "store/index_store.h"
#include "store/known_names.h"

#include <condition_variable>
#include <mutex>

namespace shiji::engine {

class LiveIndex final : public ledger::DecisionState {
 public:
  /// `store` may be null: then everything stays in memory (a read-only disk with a stale index).
  LiveIndex(std::unique_ptr<IndexStore> store, std::size_t cache_bytes);

  // Looking up, newest layer first.
  [[nodiscard]] std::optional<StreamHead> head(std::string_view stream) const;
  [[nodiscard]] std::optional<SubmissionEntry> submission(std::string_view id) const;
  [[nodiscard]] std::vector<ledger::Sequence> postings(std::string_view stream, ledger::Version from) const;
  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override;
  [[nodiscard]] bool has(std::string_view key) const override;
  void scan(std::string_view prefix, const Visitor& visit) const override;
  [[nodiscard]] std::optional<ledger::MemberValue> get_member(std::string_view group,
                                                              std::string_view member) const override;
  void each_member(std::string_view group, const Visitor& visit) const override;
  [[nodiscard]] std::optional<std::string> stream_unit(std::string_view stream) const override;

  // Changing, between `begin` and `keep` or `undo`. Others wait meanwhile, and see a submission whole or not at all;
  // the hundreds of look-ups it makes take the lock once.
  void begin();
  void keep();
  void undo();
  /// The stream's head, before an event is added to it; nothing when it is a new stream.
  [[nodiscard]] std::optional<StreamHead> take_stream(std::string_view stream);
  /// `take_stream` was called since the stream's last event, or since the opening.
  void add_event(std::string_view stream, const StreamHead& head);
  void add_submission(const std::string& id, const SubmissionEntry& entry);
  void put(std::string_view key, std::string_view value) override;
  void put_member(std::string_view group, std::string_view member, std::string_view value) override;
  void put_stream_unit(std::string_view stream, std::string_view unit) override;

  // Handing over to the index thread.
  /// Makes what is new the layer to write when it is large enough (or `anyway`) and none is being written.
  [[nodiscard]] bool rotate(const IndexCursor& cursor, bool anyway);
  /// The layer to write; null when there is none.
  [[nodiscard]] const IndexChanges* writing() const;
  /// Writes the layer to the store.
  [[nodiscard]] ledger::Status write_out();
  /// Blocks while the new layer is far too large and one is still being written.
  void wait_for_room();
  /// Nothing will be written any more: nobody waits for room.
  void abandon();

  /// How many streams there are, those of events in flight included.
  [[nodiscard]] std::uint64_t streams() const;
  [[nodiscard]] std::optional<ledger::Error> failure() const;
  [[nodiscard]] IndexStore* store() const { return store_.get(); }

 private:
  using Layer = const IndexChanges*;
  [[nodiscard]] std::array<Layer, 3> layers() const { return {active_.get(), writing_.get(), written_.get()}; }
  [[nodiscard]] std::array<Layer, 2> older_layers() const { return {writing_.get(), written_.get()}; }
  [[nodiscard]] std::optional<StreamEntry> find_stream(const HashedText& stream) const;
  /// In `active`, adopted if need be; null when there is none.
  [[nodiscard]] const DecisionChange* find_decision(const HashedText& key) const;
  [[nodiscard]] const ledger::MemberTable* find_group(const HashedText& group) const;
  [[nodiscard]] const DecisionChange* read_decision(const HashedText& key) const;
  void adopt_neighbours(const HashedText& key) const;
  void note_failure(const ledger::Failure& failure) const;

  std::unique_ptr<IndexStore> store_;
  std::size_t rotate_bytes_;
  bool abandoned_ = false;
  std::uint64_t streams_ = 0, streams_before_ = 0;
  mutable std::recursive_mutex mutex_;
  std::unique_lock<std::recursive_mutex> submission_;  ///< held from `begin` to `keep` or `undo`
  std::condition_variable_any room_;
  std::unique_ptr<IndexChanges> active_ = std::make_unique<IndexChanges>();
  std::unique_ptr<IndexChanges> writing_, written_;
  mutable KnownNames known_;
  mutable std::optional<ledger::Error> failure_;
};

}  // namespace shiji::engine
