// Chunk: the stored form of up to 1,024 consecutive events (docs/formats/chunk.md).
//
// What: events without their Position, which follows from the events before wherever a writer kept the rules; what does
// not follow is kept beside. Guarantees: whatever bytes were encoded come back exactly, events or not. Links are never
// stored twice: the leaf hashes that restore them are computed from the restored bytes.
// Errors: corrupt with what is wrong. Threads: any thread, one ChunkCompressor each. Cost: decoding hashes every event
// once.
#pragma once

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <functional>
#include <memory>
#include <vector>

namespace shiji::engine {

inline constexpr std::size_t chunk_bytes_max = 32 * 1024;  // of events; one larger event is a chunk of its own
inline constexpr std::uint32_t chunk_events_limit = 1'024;

/// What goes into a chunk, and what whoever placed the events knows of each: nothing is decoded or hashed again.
struct PlacedEvents {
  std::span<const ledger::Bytes> bytes;            ///< 1 to chunk_events_limit, each of at most 65,535 bytes
  std::span<const ledger::Hash> leaf_hashes;       ///< of each
  std::span<const std::uint32_t> positions_begin;  ///< of each: where its Position lies; 0: it is kept as it is

  [[nodiscard]] PlacedEvents part(std::size_t first, std::size_t count) const {
    return {bytes.subspan(first, count), leaf_hashes.subspan(first, count), positions_begin.subspan(first, count)};
  }
};

/// Keeps a zstd context for reuse.
class ChunkCompressor {
 public:
  ChunkCompressor();
  ~ChunkCompressor();
  ChunkCompressor(const ChunkCompressor&) = delete;
  ChunkCompressor& operator=(const ChunkCompressor&) = delete;
  [[nodiscard]] std::string encode(const PlacedEvents& events);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// A chunk read back. `events` view `body`, where each is 8-aligned; move-only so that the views stay true.
struct DecodedChunk {
  DecodedChunk() = default;
  DecodedChunk(DecodedChunk&&) = default;
  DecodedChunk& operator=(DecodedChunk&&) = default;
  DecodedChunk(const DecodedChunk&) = delete;
  DecodedChunk& operator=(const DecodedChunk&) = delete;

  /// The content digest of event `i`, whose structs lie at `offsets`: goes on from what is hashed already where it can.
  [[nodiscard]] ledger::Hash content_digest(std::size_t i, const ledger::PatchOffsets& offsets) const;

  std::unique_ptr<std::uint64_t[]> body;
  std::size_t body_words = 0;  ///< there is room for; events fill what they need
  std::vector<ledger::Bytes> events;
  std::vector<ledger::Hash> leaf_hashes;      ///< of `events`, computed from the restored bytes
  std::vector<ledger::LeafHashStart> starts;  ///< of `events`: what lies before Position, as far as it fills blocks
};

/// Decodes into `chunk`, reusing its memory.
[[nodiscard]] ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk);
/// The same for whoever looks for something: where `wanted` says no of all the events' bytes together, in which
/// Positions are not filled in yet, they stay so, nothing is hashed, and `leaf_hashes` is empty.
using ChunkFilter = std::function<bool(ledger::Bytes events)>;
[[nodiscard]] ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk, const ChunkFilter& wanted);

class BodyRoom;

/// Chunks decoded beside one another: an event's hash waits for that of the event before it in its chunk, not for those
/// in other chunks. Threads: one at a time each.
class ChunkGroup {
 public:
  ChunkGroup();
  ~ChunkGroup();
  ChunkGroup(const ChunkGroup&) = delete;
  ChunkGroup& operator=(const ChunkGroup&) = delete;
  /// Unpacks one. Both stay where they are until `restore`.
  [[nodiscard]] ledger::Status add(std::string_view stored, DecodedChunk& chunk);
  /// Makes all that were added whole, as decode_chunk does; then there are none.
  void restore();

 private:
  struct InHand;
  std::unique_ptr<BodyRoom> room_;
  std::vector<std::unique_ptr<InHand>> chunks_;  // the first `count_`; others are memory of earlier use
  std::size_t count_ = 0;
  std::vector<const ledger::LeafHashStart*> starts_;
  std::vector<ledger::Bytes> rests_;
  std::vector<ledger::Hash*> leaves_;
};

}  // namespace shiji::engine
