// Chunk: the stored form of up to 1,024 consecutive events (docs/formats/chunk.md).
//
//   value = header body
//   header = format u8 (1) | codec u8 (0 raw, 1 zstd) | count u16 LE | body size before compression u32 LE
//   body = count * (event length u16 LE), zero padding to 8 | each event, zero padding to 8
//
// Events keep their exact bytes; the padding lets them be read in place once the body lies in 8-aligned memory.
// Errors: corrupt with what is wrong. Threads: any thread, one ChunkCompressor each.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <memory>
#include <vector>

namespace shiji::engine {

inline constexpr std::size_t chunk_bytes_max = 32 * 1024;  // before compression; one larger event is a chunk of its own
inline constexpr std::uint32_t chunk_events_limit = 1'024;

/// Keeps a zstd context for reuse.
class ChunkCompressor {
 public:
  ChunkCompressor();
  ~ChunkCompressor();
  ChunkCompressor(const ChunkCompressor&) = delete;
  ChunkCompressor& operator=(const ChunkCompressor&) = delete;
  /// `events` are 1 to chunk_events_limit views of at most 65,535 bytes.
  [[nodiscard]] std::string encode(std::span<const ledger::Bytes> events);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// A chunk read back. `events` view `body`, which is 8-aligned; move-only so that the views stay true.
struct DecodedChunk {
  DecodedChunk() = default;
  DecodedChunk(DecodedChunk&&) = default;
  DecodedChunk& operator=(DecodedChunk&&) = default;
  DecodedChunk(const DecodedChunk&) = delete;
  DecodedChunk& operator=(const DecodedChunk&) = delete;
  std::unique_ptr<std::uint64_t[]> body;
  std::size_t body_words = 0;
  std::vector<ledger::Bytes> events;
};

/// Decodes into `chunk`, reusing its memory.
[[nodiscard]] ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk);

}  // namespace shiji::engine
