#include "store/chunk.h"

#include "shiji/ledger/contract.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>

namespace shiji::engine {

using ledger::ErrorCode;

namespace {

constexpr std::uint8_t chunk_format = 1;
constexpr std::uint8_t codec_raw = 0;
constexpr std::uint8_t codec_zstd = 1;
constexpr std::size_t header_size = 8;
// Of 64 events of 541 bytes: 193 bytes and 1.0 us an event; level 1 gives 181 bytes and takes 1.4 us, half of what a
// commit takes in all (docs/formats/store.md).
constexpr int compression_level = -3;
constexpr std::size_t body_size_max = std::size_t{chunk_events_limit} * (65'536 + 2) + 8;

std::size_t padded(std::size_t size) { return (size + 7) & ~std::size_t{7}; }

ledger::Error broken(const char* what) { return {ErrorCode::corrupt, "", what}; }

void put_u16(char* to, std::size_t value) {
  to[0] = static_cast<char>(value & 0xff);
  to[1] = static_cast<char>(value >> 8);
}

std::size_t get_u16(const std::uint8_t* from) { return from[0] | (std::size_t{from[1]} << 8); }

std::size_t get_u32(const std::uint8_t* from) { return get_u16(from) | (get_u16(from + 2) << 16); }

void write_header(char* out, std::uint8_t codec, std::size_t count, std::size_t body_size) {
  out[0] = static_cast<char>(chunk_format);
  out[1] = static_cast<char>(codec);
  put_u16(out + 2, count);
  put_u16(out + 4, body_size & 0xffff);
  put_u16(out + 6, body_size >> 16);
}

}  // namespace

struct ChunkCompressor::Context {
  ZSTD_CCtx* zstd = ZSTD_createCCtx();
  std::string body;
  std::string packed;  // only ever grows: nothing is filled with zeros first
  ~Context() { ZSTD_freeCCtx(zstd); }
};

ChunkCompressor::ChunkCompressor() : context_(std::make_unique<Context>()) {}
ChunkCompressor::~ChunkCompressor() = default;

std::string ChunkCompressor::encode(std::span<const ledger::Bytes> events) {
  SHIJI_ASSERT(!events.empty() && events.size() <= chunk_events_limit, "a chunk holds 1 to 1,024 events");
  std::size_t size = padded(events.size() * 2);
  for (const auto& event : events) size += padded(event.size());
  auto& body = context_->body;
  body.assign(size, '\0');
  std::size_t at = padded(events.size() * 2);
  for (std::size_t i = 0; i < events.size(); ++i) {
    SHIJI_ASSERT(events[i].size() <= 65'535, "an event has at most 65,535 bytes");
    put_u16(body.data() + i * 2, events[i].size());
    std::memcpy(body.data() + at, events[i].data(), events[i].size());
    at += padded(events[i].size());
  }
  auto& packed = context_->packed;
  packed.resize(std::max(packed.size(), header_size + ZSTD_compressBound(size)));
  const auto compressed = ZSTD_compressCCtx(context_->zstd, packed.data() + header_size, packed.size() - header_size,
                                            body.data(), size, compression_level);
  if (ZSTD_isError(compressed) != 0 || compressed >= size) {
    write_header(packed.data(), codec_raw, events.size(), size);
    return packed.substr(0, header_size) + body;
  }
  write_header(packed.data(), codec_zstd, events.size(), size);
  return packed.substr(0, header_size + compressed);
}

namespace {

/// One decompressor a thread, for as long as the thread lives: making one costs more than a chunk.
ZSTD_DCtx* decompressor() {
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  return context.get();
}

ledger::Status unpack_body(std::uint8_t codec, std::string_view packed, std::uint8_t* to, std::size_t size) {
  if (codec == codec_raw) {
    if (packed.size() != size) return broken("a raw chunk is not as long as it says");
    std::memcpy(to, packed.data(), size);
    return ledger::done();
  }
  if (codec != codec_zstd) return broken("unknown chunk codec");
  const auto got = ZSTD_decompressDCtx(decompressor(), to, size, packed.data(), packed.size());
  if (ZSTD_isError(got) != 0 || got != size) return broken("a chunk does not decompress");
  return ledger::done();
}

ledger::Status find_events(const std::uint8_t* body, std::size_t size, std::size_t count,
                           std::vector<ledger::Bytes>& events) {
  events.clear();
  std::size_t at = padded(count * 2);
  if (at > size) return broken("a chunk's table of lengths is cut");
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t length = get_u16(body + i * 2);
    if (padded(length) > size - at) return broken("an event lies outside its chunk");
    events.emplace_back(body + at, length);
    at += padded(length);
  }
  if (at != size) return broken("a chunk has bytes behind its last event");
  return ledger::done();
}

}  // namespace

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk) {
  if (stored.size() < header_size) return broken("a chunk is cut");
  const auto* header = reinterpret_cast<const std::uint8_t*>(stored.data());
  if (header[0] != chunk_format) return broken("unknown chunk format");
  const std::size_t count = get_u16(header + 2);
  const std::size_t size = get_u32(header + 4);
  if (count == 0 || count > chunk_events_limit) return broken("a chunk holds 1 to 1,024 events");
  if (size == 0 || stored.size() == header_size) return broken("a chunk has no body");
  if (size > body_size_max) return broken("a chunk says it is larger than any chunk");
  const std::size_t words = padded(size) / 8;
  if (words > chunk.body_words) {
    chunk.body = std::make_unique_for_overwrite<std::uint64_t[]>(words);
    chunk.body_words = words;
  }
  auto* body = reinterpret_cast<std::uint8_t*>(chunk.body.get());
  if (auto unpacked = unpack_body(header[1], stored.substr(header_size), body, size); !unpacked) return unpacked;
  return find_events(body, size, count, chunk.events);
}

}  // namespace shiji::engine
