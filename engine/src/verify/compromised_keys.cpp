#include "verify/compromised_keys.h"

#include "shiji/ledger/events/codec.h"

#include <algorithm>

namespace shiji::engine {

using ledger::EnrolledKey;
using ledger::Sequence;
using ledger::Time;

namespace {

std::optional<Time> recorded_at(const ChainStore& chain, Sequence sequence) {
  DecodedChunk chunk;
  if (!chain.read_chunk(sequence, chunk)) return std::nullopt;
  const auto event = ledger::decode_event(chunk.events.front());
  if (!event) return std::nullopt;
  return event->event.position.recorded_at;
}

/// A sequence at or before the first event recorded at `since`: recorded times never go back. What cannot be read
/// counts as later, so that nothing is left out.
Sequence begin_of(const ChainStore& chain, Time since, Sequence end) {
  std::uint64_t low = 0;
  std::uint64_t high = end.value;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto at = recorded_at(chain, {middle});
    if (at && *at < since) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return {low};
}

bool is_doubtful(const EnrolledKey& key, const ledger::Event& event) {
  return event.submission_signature->key_id == key.id && event.position.sequence < key.revoked_at &&
         event.position.recorded_at >= *key.compromised_since;
}

void check_event(const std::vector<EnrolledKey>& keys, ledger::Bytes bytes,
                 const std::function<void(Fault warning)>& warn) {
  const auto decoded = ledger::decode_event(bytes);
  if (!decoded || !decoded->event.submission_signature) return;
  const auto& event = decoded->event;
  for (const auto& key : keys) {
    if (!is_doubtful(key, event)) continue;
    warn({"compromised_key", event.position.sequence, std::string(event.stream),
          event.submission ? std::string(event.submission->id) : std::string(),
          "signed by key " + ledger::to_hex(key.id.span()) + " of " + key.actor + ", compromised since " +
              to_text(*key.compromised_since) + ", revoked at " + std::to_string(key.revoked_at.value)});
  }
}

}  // namespace

void find_doubtful_signatures(const ChainStore& chain, const std::vector<EnrolledKey>& keys,
                              const std::function<void(Fault warning)>& warn) {
  if (keys.empty()) return;
  Time since = *keys.front().compromised_since;
  Sequence end;
  for (const auto& key : keys) {
    since = std::min(since, *key.compromised_since);
    end = std::max(end, key.revoked_at);
  }
  const Sequence begin = begin_of(chain, since, end);
  DecodedChunk chunk;
  // What cannot be read was reported when the events were.
  (void)chain.each_chunk(begin, [&](Sequence first, std::string_view stored) {
    if (first >= end) return false;
    if (!decode_chunk(stored, chunk)) return true;
    for (const auto bytes : chunk.events) check_event(keys, bytes, warn);
    return true;
  });
}

}  // namespace shiji::engine
