#include "projector/event_batch.h"

#include "shiji/ledger/events/codec.h"

#include <cstring>

namespace shiji::projections {
namespace {

bool follows(const engine::RecordedEvent& event, const engine::RecordedEvent& last) {
  const auto& position = event.event.event.position;
  return position.sequence.value == last.event.event.position.sequence.value + 1 && position.previous == last.leaf_hash;
}

}  // namespace

void EventBatch::add(const engine::RecordedEvent& recorded) {
  const auto bytes = recorded.event.bytes;
  places_.push_back({words_.size(), bytes.size()});
  words_.resize(words_.size() + (bytes.size() + 7) / 8);
  std::memcpy(words_.data() + places_.back().first_word, bytes.data(), bytes.size());
  hashes_.push_back(recorded.leaf_hash);
  types_.push_back(recorded.event.type);
}

void EventBatch::close() {
  events_.reserve(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(words_.data() + places_[i].first_word);
    events_.push_back({ledger::decode_copy({bytes, places_[i].bytes}, types_[i]), hashes_[i]});
    linked_ = linked_ && (i == 0 || follows(events_[i], events_[i - 1]));
  }
}

}  // namespace shiji::projections
