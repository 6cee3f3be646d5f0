#include "projector/event_batch.h"

#include "shiji/ledger/events/codec.h"

#include <cstring>

namespace shiji::projections {

void EventBatch::add(const engine::RecordedEvent& recorded) {
  const auto bytes = recorded.event.bytes;
  places_.push_back({words_.size(), bytes.size()});
  words_.resize(words_.size() + (bytes.size() + 7) / 8);
  std::memcpy(words_.data() + places_.back().first_word, bytes.data(), bytes.size());
  hashes_.push_back(recorded.leaf_hash);
}

ledger::Status EventBatch::close() {
  events_.reserve(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(words_.data() + places_[i].first_word);
    auto event = ledger::decode_event({bytes, places_[i].bytes});
    if (!event.ok()) return event.failure();
    events_.push_back({*std::move(event), hashes_[i]});
  }
  return ledger::done();
}

}  // namespace shiji::projections
