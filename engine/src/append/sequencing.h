// Sequencing: the one place where events get their order.
//
// What: takes a prepared submission, checks what depends on order (repeated id, expected versions, access, the rules),
// gives each event its position, patches, hashes and links it, and folds it into the live index.
// Guarantees: a refused submission leaves no trace; nothing here waits for the disk except a cold index read.
// Errors: refusals 2xx-4xx, clock_behind. Threads: one thread at a time (the sequencer's, or recovery's before it
// starts).
#pragma once

#include "append/commit_group.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/decider.h"
#include "store/live_index.h"

namespace shiji::engine {

inline constexpr std::int64_t clock_behind_max_us = std::int64_t{3'600} * 1'000'000;

class Sequencing {
 public:
  Sequencing(LiveIndex& index, std::string origin, ChainTip tip, std::shared_ptr<Clock> clock);

  /// Adds the submission and its answer to `group`; of a refused one no event, of a repeated one only the answer. The
  /// bytes of all but repeated ones live as long as the group.
  void take(std::unique_ptr<PreparedSubmission> submission, CommitGroup& group);
  /// Folds an event that is already in the chain into the index (catching up at open).
  void refold(const ledger::DecodedEvent& event, const ledger::Hash& leaf_hash);

  [[nodiscard]] const ChainTip& tip() const { return tip_; }
  void set_tip(const ChainTip& tip) { tip_ = tip; }

 private:
  struct Mark;  // where a group and the tip stood before a submission
  [[nodiscard]] ledger::Result<ledger::Time> recorded_time() const;
  [[nodiscard]] ledger::Status check_expected(const PreparedSubmission& submission) const;
  [[nodiscard]] std::optional<ledger::Result<Receipt>> repeated(const PreparedSubmission& submission) const;
  [[nodiscard]] ledger::Result<Receipt> sequence(PreparedSubmission& submission, CommitGroup& group);
  [[nodiscard]] ledger::Status sequence_all(PreparedSubmission& submission, CommitGroup& group, ledger::Time now,
                                            Receipt& receipt);
  [[nodiscard]] ledger::Status sequence_command(PreparedSubmission& submission, std::size_t index, CommitGroup& group,
                                                ledger::Time now, ledger::AccessCheck& access, Receipt& receipt);
  void add_by_rule(const ledger::AddedEvent& added, const ledger::Causation& cause, CommitGroup& group,
                   ledger::Time now, Receipt& receipt);
  /// What of an event is patched, and where.
  struct Patching {
    std::span<std::uint8_t> bytes;
    const ledger::PatchOffsets& offsets;
    const ledger::LeafHashStart& start;
  };
  void place(ledger::DecodedEvent& event, const Patching& patching, CommitGroup& group, ledger::Time now,
             Receipt& receipt);

  LiveIndex& index_;
  ledger::Decider decider_;
  ChainTip tip_;
  std::shared_ptr<Clock> clock_;
};

}  // namespace shiji::engine
