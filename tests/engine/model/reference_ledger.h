// ReferenceLedger: what a ledger is, written slowly and plainly.
//
// What: events in one vector; versions by counting, links by hashing, the tree by the recursion of RFC 6962 §2.1, known
// submissions in a map. It shares with the engine only SHA-256, the codec and the commands' payloads; it knows two
// rules: a school opens once, the parts of a document come in order. It predicts the bytes of every recorded event.
// Threads: one.
#pragma once

#include "shiji/engine/owner/owner.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shiji::tests {

struct ReferenceEvent {
  std::string stream;
  ledger::Buffer bytes;
  ledger::Hash leaf;
  ledger::Time recorded_at;
};

/// "ok", "repeated", or "refused <name>"; where the events stand in the first two cases.
struct ReferenceAnswer {
  std::string outcome;
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

class ReferenceLedger {
 public:
  /// Takes an event that `init` wrote; its content is believed, its position is computed.
  void adopt(ledger::Bytes event_bytes, ledger::Time now);
  ReferenceAnswer append(const engine::Submission& submission, ledger::Time now);

  [[nodiscard]] const std::vector<ReferenceEvent>& events() const { return events_; }
  [[nodiscard]] std::vector<std::uint64_t> sequences_of(const std::string& stream) const;
  [[nodiscard]] std::optional<std::uint64_t> version_of(const std::string& stream) const;  ///< of its last event
  [[nodiscard]] ledger::Hash root(std::uint64_t size) const;
  /// PATH(sequence, D[size]).
  [[nodiscard]] std::vector<ledger::Hash> path(std::uint64_t sequence, std::uint64_t size) const;
  /// Hashes of a tile: each the root over 256^level leaves.
  [[nodiscard]] std::vector<ledger::Hash> tile(std::uint32_t level, std::uint64_t index, std::uint32_t width) const;

 private:
  struct Known {
    std::vector<ledger::Buffer> events;
    ReferenceAnswer answer;
  };

  /// "ok" or the refusal; records nothing.
  [[nodiscard]] std::string judge(const ledger::DecodedEvent& command) const;
  void record(const ledger::DecodedEvent& command, ledger::Time now);
  [[nodiscard]] std::vector<ledger::Hash> leaves(std::uint64_t begin, std::uint64_t end) const;

  std::vector<ReferenceEvent> events_;
  std::map<std::string, Known> known_;
};

}  // namespace shiji::tests
