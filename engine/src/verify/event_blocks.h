// EventBlocks: the stored chunks of a ledger, decoded and hashed on every core, handed on in order.
//
// What: one thread reads, workers decode, hash and verify, the caller takes blocks in stored order. Memory is bounded
// by the number of blocks in flight. Guarantees: goes on behind what cannot be read; nothing stored is trusted. Errors:
// none; what is wrong stands in the block. Threads: one caller.
#pragma once

#include "shiji/ledger/chain/link_checker.h"
#include "shiji/ledger/events/event.h"
#include "store/chain_store.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace shiji::engine {

/// One stored event, as far as it can be read: what the checks in order need of it, and no more, because it goes from
/// one core to another.
struct CheckedEvent {
  ledger::Sequence stored_at;  ///< chunk's first sequence and place in the chunk
  ledger::Bytes bytes;         ///< in the block's chunk
  bool is_event = false;       ///< false: the bytes are none, and only `linked.leaf` is set
  ledger::EventType type{};
  ledger::LinkedEvent linked;                        ///< views `bytes`
  std::optional<ledger::SubmissionPart> submission;  ///< views `bytes`
  bool same_submission = false;                      ///< it has the submission id of the event before it in its chunk
  ledger::Hash content;                              ///< content digest, when it is part of a submission
  bool own_signature = false;                        ///< a person signed this event
  bool content_wrong = false;                        ///< a batch of telemetry that is not what its count and root say
};

struct EventBlock {
  struct Chunk {
    ledger::Sequence first;
    std::string stored;
    DecodedChunk decoded;
    std::string broken;  ///< why it does not decode; empty when it does
  };
  std::vector<Chunk> chunks;  ///< the first `chunk_count`; others are memory of earlier use
  std::size_t chunk_count = 0;
  std::vector<CheckedEvent> events;
  std::string unreadable;  ///< the store could not read behind the last chunk: what it said
  bool ready = false;
};

class EventBlocks {
 public:
  EventBlocks(const ChainStore& chain, unsigned workers);
  ~EventBlocks();
  /// The next block in stored order; null at the end. What the caller is done with may be handed back: memory that was
  /// written before costs less than new one.
  [[nodiscard]] std::unique_ptr<EventBlock> next(std::unique_ptr<EventBlock> done = nullptr);

 private:
  void read();
  void work();
  [[nodiscard]] bool push(std::unique_ptr<EventBlock> block);
  [[nodiscard]] std::unique_ptr<EventBlock> empty_block();

  const ChainStore& chain_;
  std::size_t blocks_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<EventBlock>> blocks_;  // in stored order
  std::deque<EventBlock*> to_check_;
  std::vector<std::unique_ptr<EventBlock>> spare_;
  bool read_all_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace shiji::engine
