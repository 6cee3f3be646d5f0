// ChunkCache: chunks that were read and decoded lately, for reading single events and streams again.
//
// Guarantees: what it holds is immutable and stays good with whoever took it; chunks are never written again, so none
// of them grows old. At most `bytes_max` are kept; what was asked for longest ago goes first. Threads: any thread.
#pragma once

#include "store/chunk.h"

#include <list>
#include <map>
#include <memory>
#include <mutex>

namespace shiji::engine {

struct KeptChunk {
  ledger::Sequence first;
  DecodedChunk chunk;

  [[nodiscard]] bool holds(ledger::Sequence sequence) const {
    return sequence >= first && sequence.value - first.value < chunk.events.size();
  }
};

class ChunkCache {
 public:
  using Chunk = std::shared_ptr<const KeptChunk>;

  explicit ChunkCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}
  /// The chunk that holds `sequence`; null when it is not kept.
  [[nodiscard]] Chunk find(ledger::Sequence sequence);
  /// Keeps a whole chunk, as far as there is room for it; the one that is kept already where somebody was faster.
  Chunk keep(std::unique_ptr<KeptChunk> chunk);
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Entry {
    Chunk chunk;
    std::size_t bytes = 0;
  };
  [[nodiscard]] Chunk used(std::list<Entry>::iterator entry);

  std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;                                       // lately used first
  std::map<ledger::Sequence, std::list<Entry>::iterator> places_;  // by first sequence
  std::size_t bytes_ = 0;
};

}  // namespace shiji::engine
