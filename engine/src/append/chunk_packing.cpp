#include "append/chunk_packing.h"

namespace shiji::engine {

namespace {

/// How many events from `at` on make one chunk.
std::size_t chunk_length(const CommitGroup& group, std::size_t at, std::uint32_t chunk_events_max) {
  std::size_t end = at;
  std::size_t bytes = 0;
  while (end < group.events.size() && end - at < chunk_events_max &&
         (end == at || bytes + group.events[end].size() <= chunk_bytes_max)) {
    bytes += group.events[end++].size();
  }
  return end - at;
}

}  // namespace

void pack_chunks(CommitGroup& group, std::uint32_t chunk_events_max, ChunkCompressor& compressor) {
  if (!group.chunks.empty()) return;
  const PlacedEvents events{group.events, group.leaf_hashes, group.positions_begin};
  for (std::size_t at = 0; at < group.events.size();) {
    const auto length = chunk_length(group, at, chunk_events_max);
    group.chunks.push_back({{group.first.value + at}, compressor.encode(events.part(at, length))});
    at += length;
  }
}

}  // namespace shiji::engine
