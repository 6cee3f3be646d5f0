// Pipeline: the append path. Submitters queue, one thread sequences, one commits, one writes the index behind.
//
//   append_async -> [queue] -> sequencer -> [group] -> committer -> answer
//                                  |                        |
//                                  +--> LiveIndex --> index thread (committed events only)
//
// Guarantees: an answer with a receipt comes after the WAL sync of its events, and after HEAD covers the commit before.
// After a failed write nothing more is accepted (`stopped`) and the index is not written again.
// Ownership: uses, does not own, store, index and sequencing; they must outlive it.
// Threads: any thread may submit; answers come in order on the committer's thread.
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

  void submit(std::unique_ptr<PreparedSubmission> submission);
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
  void sequence(Waiting taken);
  void rotate_if_wanted();
  void hand_over(std::unique_ptr<CommitGroup> group);
  [[nodiscard]] ledger::Status commit(CommitGroup& group);
  void answer(CommitGroup& group, const ledger::Status& outcome) const;
  void stop_with(const ledger::Failure& failure);
  void wake_everybody();
  [[nodiscard]] ledger::Error stopped_error() const;
  [[nodiscard]] std::optional<ledger::Failure> trouble() const;

  Parts parts_;
  ChunkCompressor compressor_;  // the committer's, as is the tree

  mutable std::mutex mutex_;
  // One for each thing somebody waits for: who is woken for nothing takes a processor from whoever has work.
  std::condition_variable submitted_;    // the sequencer waits: something to do
  std::condition_variable room_;         // submitters wait: fewer bytes in the queue
  std::condition_variable handed_over_;  // the committer waits: a group
  std::condition_variable taken_;        // the sequencer waits: the committer took the group
  std::condition_variable index_work_;   // the index writer waits: a layer, and the commit of its events
  std::condition_variable progress_;     // callers wait: commits, the index on disk
  Waiting waiting_;
  std::size_t waiting_bytes_ = 0;
  std::unique_ptr<CommitGroup> ready_;
  CommittedChain committed_;
  std::optional<ledger::Failure> trouble_;
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
