// EventBlocks: the stored chunks of a ledger, decoded and hashed on every core, handed on in order.
//
// What: whoever has time takes the next block from the store, decodes it, hashes it and looks at it: the workers, and
// the caller while the block it must have next is not ready. So no core waits for another one's next step, and none is
// asked to do two things at once. Memory is bounded by the number of blocks in flight. Guarantees: goes on behind what
// cannot be read; nothing stored is trusted. Errors: none; what is wrong stands in the block. Threads: one caller.
#pragma once

#include "shiji/ledger/chain/link_checker.h"
#include "shiji/ledger/events/event_outline.h"
#include "store/chain_store.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace shiji::engine {

/// One stored event, as far as it can be read: what the checks in order need of it, and no more, because it goes from
/// one core to another. Those behind it that follow from it need nothing else: each is an event of its stream that has
/// the sequence, version and links that must come next, is not earlier, is the next part of the same submission or of
/// none as it is, carries no signature of its own, and nothing that later events are held against.
struct CheckedEvent {
  std::size_t at = 0;                                ///< in `leaves`
  std::size_t followers = 0;                         ///< in `leaves` behind it
  ledger::Sequence stored_at;                        ///< chunk's first sequence and place in the chunk
  ledger::Bytes bytes;                               ///< in the block's chunk
  bool is_event = false;                             ///< false: the bytes are none, and only `linked.leaf` is set
  bool is_folded = false;                            ///< keys, roles and documents come from it
  bool own_signature = false;                        ///< a person signed this event
  bool content_wrong = false;                        ///< a batch of telemetry that is not what its count and root say
  ledger::LinkedEvent linked;                        ///< views `bytes`
  std::optional<ledger::SubmissionPart> submission;  ///< views `bytes`
  ledger::Time last_recorded_at;                     ///< of it and its followers
};

/// So many leaves are hashed to one node by whoever hashed them: the caller has a sixteenth of the nodes left.
inline constexpr std::size_t subtree_width = 16;

struct EventBlock {
  /// Events that follow one another and are all leaves of one node of that width.
  struct Subtree {
    std::size_t first;  ///< in `leaves`
    ledger::TreeSize before;
    ledger::Hash root;
  };
  struct Chunk {
    ChunkPlace place;  ///< as its key says
    std::string stored;
    DecodedChunk decoded;
    std::string broken;  ///< why it does not decode; empty when it does
  };
  std::vector<Chunk> chunks;  ///< the first `chunk_count`; others are memory of earlier use
  std::size_t chunk_count = 0;
  std::vector<ledger::Hash> leaves;    ///< of every event
  std::vector<ledger::Hash> contents;  ///< of every event: its content digest, when it is part of a submission
  std::vector<CheckedEvent> events;    ///< those that do not follow from the one before
  std::vector<Subtree> subtrees;       ///< in the order of `leaves`; parts of it may be in none
  std::string unreadable;              ///< the store could not read behind the last chunk: what it said
  bool ready = false;
};

class BlockChecker;

class EventBlocks {
 public:
  /// `workers` check, of which the caller is one.
  EventBlocks(const ChainStore& chain, unsigned workers);
  ~EventBlocks();
  EventBlocks(const EventBlocks&) = delete;
  EventBlocks& operator=(const EventBlocks&) = delete;
  /// The next block in stored order; null at the end. What the caller is done with may be handed back: memory that was
  /// written before costs less than new one.
  [[nodiscard]] std::unique_ptr<EventBlock> next(std::unique_ptr<EventBlock> done = nullptr);

 private:
  void work();
  [[nodiscard]] bool check_one(BlockChecker& checker);
  [[nodiscard]] EventBlock* read_next();
  void fill(EventBlock& block);
  [[nodiscard]] std::unique_ptr<EventBlock> empty_block();
  [[nodiscard]] bool first_is_ready() const { return !blocks_.empty() && blocks_.front()->ready; }

  const ChainStore& chain_;
  std::size_t blocks_max_;
  std::unique_ptr<BlockChecker> own_checker_;

  std::mutex reading_;  // taken before `mutex_`; guards the next three
  std::unique_ptr<ChunkCursor> cursor_;
  std::uint64_t next_ = 0;  // what is not read yet starts here or behind
  bool read_all_ = false;

  std::mutex mutex_;
  std::condition_variable room_;                    // for workers
  std::condition_variable ready_;                   // for the caller
  std::deque<std::unique_ptr<EventBlock>> blocks_;  // in stored order
  std::vector<std::unique_ptr<EventBlock>> spare_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace shiji::engine
