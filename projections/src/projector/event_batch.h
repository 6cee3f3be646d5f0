// EventBatch: events kept beyond the feed's callback, to be folded while the feed reads on.
//
// Guarantees: what was added reads as it was handed out, at aligned bytes, after `close`. Ownership: owns the bytes.
// Threads: built by one; after `close` any number may read. Cost: one copy of each event, and one reading of its
// envelope.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <span>
#include <vector>

namespace shiji::projections {

class EventBatch {
 public:
  void add(const engine::RecordedEvent& recorded);
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }
  /// Nothing may be added any more.
  void close();
  [[nodiscard]] std::span<const engine::RecordedEvent> events() const { return events_; }
  /// Of each event: beside one another, so that whoever folds few types looks at few events.
  [[nodiscard]] std::span<const ledger::EventType> types() const { return types_; }
  /// Whether each event but the first has the number after that of the one before it, and names it in its link.
  [[nodiscard]] bool linked() const { return linked_; }

 private:
  struct Place {
    std::size_t first_word, bytes;
  };
  std::vector<std::uint64_t> words_;
  std::vector<Place> places_;
  std::vector<ledger::Hash> hashes_;
  std::vector<ledger::EventType> types_;
  std::vector<engine::RecordedEvent> events_;
  bool linked_ = true;
};

}  // namespace shiji::projections
