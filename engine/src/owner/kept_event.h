// KeptEvent: an event kept beyond its caller's views until it is known which part of which submission it is.
//
// Ownership: copies every text, list and the payload; `person` must live as long. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/events/event.h"

#include <deque>
#include <string>
#include <vector>

namespace shiji::engine {

class KeptEvent {
 public:
  /// With `person`, the event carries that person's own signature.
  KeptEvent(const ledger::Event& event, ledger::EventType type, ledger::Buffer payload,
            const ledger::SecretKey* person);
  KeptEvent(const KeptEvent&) = delete;
  KeptEvent& operator=(const KeptEvent&) = delete;

  /// The bytes without Position; `actor` is filled in where the event gives none. May be called again.
  [[nodiscard]] ledger::Buffer encode(const std::string& id, std::uint32_t index, std::uint32_t count,
                                      std::string_view actor, const ledger::Hash& origin_digest);

 private:
  std::string_view keep(std::string_view text) { return texts_.emplace_back(text); }

  ledger::Event event_;
  ledger::Buffer payload_;
  const ledger::SecretKey* person_;
  std::vector<ledger::Subject> subjects_;
  std::vector<ledger::Hash> evidence_;
  std::deque<std::string> texts_;
};

}  // namespace shiji::engine
