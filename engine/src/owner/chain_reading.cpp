#include "owner/chain_reading.h"

#include "shiji/ledger/events/codec.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Sequence;

namespace {

Error broken_event(std::uint64_t sequence, const char* what) {
  return {ErrorCode::corrupt, "event " + std::to_string(sequence), what};
}

ledger::Result<RecordedEvent> recorded(const DecodedChunk& chunk, std::size_t at, std::uint64_t sequence) {
  auto event = ledger::decode_event(chunk.events[at]);
  if (!event) return broken_event(sequence, "its bytes are not an event");
  if (event->event.position.sequence.value != sequence) return broken_event(sequence, "it carries another sequence");
  return RecordedEvent{std::move(*event), chunk.leaf_hashes[at]};
}

}  // namespace

ledger::Status read_events(const ChainStore& chain, Sequence from, ledger::TreeSize end, const EventVisitor& visit) {
  DecodedChunk chunk;
  ledger::Status outcome = ledger::done();
  std::uint64_t next = from.value;
  bool stopped = false;
  const auto take_chunk = [&](Sequence first, std::string_view stored) {
    if (first.value > next) {
      outcome = broken_event(next, "it is missing");
      return false;
    }
    if (auto decoded = decode_chunk(stored, chunk); !decoded) {
      outcome = Error{ErrorCode::corrupt, "chunk " + std::to_string(first.value), decoded.error()->detail};
      return false;
    }
    for (std::size_t i = next - first.value; i < chunk.events.size() && next < end.value; ++i, ++next) {
      auto event = recorded(chunk, i, next);
      if (!event) {
        outcome = event.failure();
        return false;
      }
      stopped = !visit(*event);
      if (stopped) return false;
    }
    return next < end.value;
  };
  if (next >= end.value) return ledger::done();
  auto read = chain.each_chunk(from, take_chunk);
  if (!read) return read;
  if (!outcome || stopped || next >= end.value) return outcome;
  return broken_event(next, "it is missing");
}

ledger::Status read_sequences(const ChainStore& chain, std::span<const Sequence> sequences, const EventVisitor& visit) {
  DecodedChunk chunk;
  std::uint64_t first = 1;
  std::uint64_t end = 0;  // no chunk yet
  for (const auto sequence : sequences) {
    if (sequence.value < first || sequence.value >= end) {
      auto read = chain.read_chunk(sequence, chunk);
      if (!read) return read.failure();
      first = read->value;
      end = first + chunk.events.size();
      if (sequence.value >= end) return broken_event(sequence.value, "it is missing");
    }
    auto event = recorded(chunk, sequence.value - first, sequence.value);
    if (!event) return event.failure();
    if (!visit(*event)) return ledger::done();
  }
  return ledger::done();
}

ledger::Result<std::vector<ledger::Hash>> read_tile(const ChainStore& chain, const ledger::TileTree& tree,
                                                    ledger::TileId id, std::size_t width) {
  const auto place = ledger::tile_path(id, width);
  const auto entries = ledger::tile_entries(tree.size(), id.level);
  if (width == 0 || width > ledger::tile_width || id.index > entries / ledger::tile_width ||
      id.index * ledger::tile_width + width > entries) {
    return Error{ErrorCode::not_found, place, "the tree has no such tile"};
  }
  if (id.index < entries / ledger::tile_width) {
    auto full = chain.full_tile(id);
    if (!full) return full.failure();
    full->resize(width);
    return full;
  }
  const auto edge = tree.edge(id.level);
  return std::vector<ledger::Hash>(edge.begin(), edge.begin() + static_cast<std::ptrdiff_t>(width));
}

}  // namespace shiji::engine
