// EventBatch: events kept beyond the feed's callback, to be folded while the feed reads on.
//
// Guarantees: what was added reads as it was handed out, at aligned bytes, once `close` succeeded. Ownership: owns the
// bytes. Threads: built by one; after `close` any number may read. Cost: one copy and one decoding of each event.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <span>
#include <vector>

namespace shiji::projections {

class EventBatch {
 public:
  void add(const engine::RecordedEvent& recorded);
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }
  [[nodiscard]] std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }
  /// Decodes; nothing may be added any more.
  [[nodiscard]] ledger::Status close();
  [[nodiscard]] std::span<const engine::RecordedEvent> events() const { return events_; }

 private:
  struct Place {
    std::size_t first_word, bytes;
  };
  std::vector<std::uint64_t> words_;
  std::vector<Place> places_;
  std::vector<ledger::Hash> hashes_;
  std::vector<engine::RecordedEvent> events_;
};

}  // namespace shiji::projections
