// Pipeline: the append path. Submitters queue, one thread sequences, one commits, one writes the index behind.
//
//   append_async -> [queue] -> sequencer -> [group] -> committer -> answer
//                                  |                        |
//                                  +--> LiveIndex --> index thread (committed events only)
//
// There is one turn to sequence and one to commit. The threads take them; but who submits, waits and finds nobody at
// work takes both and does all of it: an event that comes alone is handed to nobody.
//
// Guarantees: an answer with a receipt comes after the WAL sync of its events, and after HEAD covers the commit before.
// After a failed write nothing more is accepted (`stopped`) and the index is not written again.
// Ownership: uses, does not own, store, index and sequencing; they must outlive it.
// Threads: any thread may submit; answers come in order, on the committer's thread or on that of a caller that waits.
#pragma once

#include "append/head_syncer.h"
#include "append/sequencing.h"
#include "shiji/engine/owner/owner.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace shiji::engine {

class Pipeline {
 public:
  struct Parts {
    ChainStore& store;
    LiveIndex& index;
    Sequencing& sequencing;
    HeadSyncer& heads;
    std::uint32_t chunk_events_max;
    bool head_sync_every_commit;
  };
  /// `committed` is where the chain stands; the sequencing stands there too.
  Pipeline(Parts parts, CommittedChain committed);
  ~Pipeline();
  /// Finishes what is queued and stops the threads. Returns the trouble that stopped the ledger earlier, if any.
  [[nodiscard]] ledger::Status close();

  /// Whether the caller goes on before the answer, or does nothing else until it has come.
  enum class Caller : std::uint8_t { goes_on, waits };
  void submit(std::unique_ptr<PreparedSubmission> submission, Caller caller = Caller::goes_on);
  [[nodiscard]] ChainTip tip() const;  ///< of what is committed
  [[nodiscard]] CommittedChain committed() const;
  [[nodiscard]] ledger::Status wait_until_committed(ledger::TreeSize size);
  /// Has the index on disk brought up to what is committed at the call, or further, and waits for it.
  [[nodiscard]] ledger::Status write_index();
  /// Returns when more than `size` events are committed, or after `wait`. The trouble that stopped the ledger, if any.
  [[nodiscard]] ledger::Status wait_for_growth(ledger::TreeSize size, std::chrono::milliseconds wait);

 private:
  void run_sequencer();
  void run_committer();
  void run_index();
  using Waiting = std::deque<std::unique_ptr<PreparedSubmission>>;
  /// What is waiting, maybe nothing when the index is wanted; nullopt when no more comes.
  [[nodiscard]] std::optional<Waiting> take_waiting();
  // With the turn to sequence.
  void sequence_all(Waiting taken);
  void sequence(std::unique_ptr<PreparedSubmission> submission, CommitGroup& group);
  /// The group the committer has no time for yet, or a new one: the longer a commit takes, the more the next one takes.
  [[nodiscard]] std::unique_ptr<CommitGroup> group_to_fill();
  void hand_over(std::unique_ptr<CommitGroup> group);
  void rotate_if_wanted();
  [[nodiscard]] bool rotate_index(bool anyway);
  void end_sequencing();
  // With the turn to commit.
  void commit_and_answer(CommitGroup& group);
  [[nodiscard]] ledger::Status commit(CommitGroup& group);
  void answer(CommitGroup& group, const ledger::Status& outcome) const;
  void end_committing();
  // With both.
  [[nodiscard]] bool nobody_works() const;
  void append_alone(std::unique_ptr<PreparedSubmission> submission);

  void wait_for_index();
  void stop_with(const ledger::Failure& failure);
  void wake_everybody();
  [[nodiscard]] ledger::Error stopped_error() const;
  [[nodiscard]] std::optional<ledger::Failure> trouble() const;

  Parts parts_;
  ChunkCompressor compressor_;  // of who has the turn to commit, as is the tree

  mutable std::mutex mutex_;
  // One for each thing somebody waits for: who is woken for nothing takes a processor from whoever has work.
  std::condition_variable submitted_;    // the sequencer waits: something to do, and the turn to do it
  std::condition_variable room_;         // submitters wait: fewer bytes in the queue
  std::condition_variable handed_over_;  // the committer waits: a group, and the turn to commit it
  std::condition_variable taken_;        // the sequencer waits: the committer took the group
  std::condition_variable index_work_;   // the index writer waits: a layer whose events are committed
  std::condition_variable progress_;     // callers wait: commits, the index on disk
  Waiting waiting_;
  std::size_t waiting_bytes_ = 0;
  bool sequencing_ = false;             // somebody has the turn to sequence
  std::unique_ptr<CommitGroup> ready_;  // sequenced, not yet being committed
  bool committing_ = false;             // somebody has the turn to commit
  CommittedChain committed_;
  std::optional<ledger::Failure> trouble_;
  std::optional<ledger::TreeSize> layer_;  // where the index's layer that is to be written ends
  ledger::TreeSize index_written_;
  bool index_wanted_ = false;
  bool closing_ = false;  // no more submissions
  bool sequencer_done_ = false;
  bool committer_done_ = false;
  ledger::TileTree tree_;
  std::thread sequencer_, committer_, index_writer_;
};

/// The leaf hashes of committed events, computed from their bytes.
[[nodiscard]] ledger::Result<std::vector<ledger::Hash>> read_leaf_hashes(const ChainStore& store,
                                                                         ledger::Sequence first, std::uint64_t count);

}  // namespace shiji::engine
