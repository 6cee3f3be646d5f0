// Chunks read back: unpacked, every Position restored, every event hashed.
#include "shiji/ledger/contract.h"
#include "store/chunk.h"
#include "store/chunk_layout.h"

#include <zstd.h>

#include <algorithm>

namespace shiji::engine {

using ledger::Hash;

namespace {

constexpr std::size_t body_size_max =
    std::size_t{chunk_events_limit} * (chunk_columns * 2 + 3 * sizeof(std::uint64_t) + event_size_max);
constexpr std::size_t kept_body_size_max = std::size_t{1} << 20;  // what a thread keeps for its next chunk

ledger::Error broken(const char* what) { return {ledger::ErrorCode::corrupt, "", what}; }

/// What a thread needs to read chunks, for as long as it lives: making it costs more than a chunk.
struct Workspace {
  ZSTD_DCtx* zstd = ZSTD_createDCtx();
  std::unique_ptr<std::uint8_t[]> body;
  std::size_t body_size = 0;
  ExpectedPosition expected;
  std::vector<ledger::Bytes> firsts;  // what lies before Position

  Workspace() = default;
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() { ZSTD_freeDCtx(zstd); }

  std::uint8_t* room_for(std::size_t size) {
    if (size > body_size) {
      body = std::make_unique_for_overwrite<std::uint8_t[]>(size);
      body_size = size;
    }
    return body.get();
  }
  void tidy() {
    if (body_size <= kept_body_size_max) return;
    body.reset();
    body_size = 0;
  }
};

Workspace& workspace() {
  thread_local Workspace own;
  return own;
}

struct Header {
  std::uint8_t codec = 0;
  std::size_t events = 0, hashes = 0, body_size = 0;
};

ledger::Result<Header> read_header(std::string_view stored) {
  if (stored.size() < chunk_header_size) return broken("a chunk is cut");
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(stored.data());
  if (bytes[0] != chunk_format) return broken("unknown chunk format");
  const Header header{bytes[1], number_at<std::uint16_t>(bytes + 2), number_at<std::uint16_t>(bytes + 4),
                      number_at<std::uint32_t>(bytes + 6)};
  if (header.events == 0 || header.events > chunk_events_limit) return broken("a chunk holds 1 to 1,024 events");
  if (header.hashes > 2 * header.events) return broken("a chunk keeps more hashes than its events have links");
  const auto before = chunk_header_size + header.hashes * Hash::size();
  if (header.body_size == 0 || stored.size() <= before) return broken("a chunk has no body");
  if (header.body_size > body_size_max) return broken("a chunk says it is larger than any chunk");
  if (number_at<std::uint32_t>(bytes + chunk_check_begin) != check_of(stored.substr(chunk_header_size))) {
    return broken("a chunk's bytes are not those its check was made of");
  }
  return header;
}

ledger::Status unpack_body(const Header& header, std::string_view packed, std::uint8_t* to) {
  if (header.codec == codec_raw) {
    if (packed.size() != header.body_size) return broken("a raw chunk is not as long as it says");
    std::memcpy(to, packed.data(), packed.size());
    return ledger::done();
  }
  if (header.codec != codec_zstd) return broken("unknown chunk codec");
  const auto got = ZSTD_decompressDCtx(workspace().zstd, to, header.body_size, packed.data(), packed.size());
  if (ZSTD_isError(got) != 0 || got != header.body_size) return broken("a chunk does not decompress");
  return ledger::done();
}

/// A body's columns, and what lies behind them.
class BodyReader {
 public:
  BodyReader(ledger::Bytes body, std::size_t events) : columns_(body.data()), events_(events), rest_(body) {}

  [[nodiscard]] std::size_t length(std::size_t i) const { return column(0, i); }
  [[nodiscard]] std::size_t tail(std::size_t i) const { return column(1, i); }
  [[nodiscard]] std::uint16_t how(std::size_t i) const { return column(2, i); }

  /// Whether the columns are whole and name what there is, all of it and nothing else. Asked first.
  ledger::Status check(std::size_t hashes) {
    if (events_ * chunk_columns * 2 > rest_.size()) return broken("a chunk's columns are cut");
    rest_ = rest_.subspan(events_ * chunk_columns * 2);
    std::size_t numbers = 0;
    std::size_t bytes = 0;
    std::size_t named = 0;
    for (std::size_t i = 0; i < events_; ++i) {
      const auto flags = how(i);
      const auto link = static_cast<std::uint16_t>(flags & how::link_bits);
      const bool has_position = tail(i) != 0;
      if (has_position ? tail(i) < sizeof(StoredPosition) || tail(i) > length(i) : flags != 0) {
        return broken("an event's Position lies outside of it");
      }
      if (link != how::kept_link && link > i) return broken("an event names one that is not before it in its chunk");
      numbers += std::popcount(static_cast<unsigned>(flags & how::kept_numbers));
      named += ((flags & how::kept_previous) != 0 ? 1U : 0U) + (link == how::kept_link ? 1U : 0U);
      bytes += length(i) - (has_position ? sizeof(StoredPosition) : 0);
    }
    if (named != hashes) return broken("a chunk keeps other hashes than its events name");
    if (rest_.size() != numbers * sizeof(std::uint64_t) + bytes) return broken("a chunk's events do not fill its body");
    numbers_ = rest_.data();
    rest_ = rest_.subspan(numbers * sizeof(std::uint64_t));
    return ledger::done();
  }

  std::uint64_t take_number() {
    const auto number = number_at<std::uint64_t>(numbers_);
    numbers_ += sizeof(number);
    return number;
  }
  std::uint8_t* take_bytes(std::size_t size, std::uint8_t* to) {
    std::memcpy(to, rest_.data(), size);
    rest_ = rest_.subspan(size);
    return to + size;
  }

 private:
  [[nodiscard]] std::uint16_t column(std::size_t number, std::size_t i) const {
    return number_at<std::uint16_t>(columns_ + (number * events_ + i) * 2);
  }

  const std::uint8_t* columns_;
  std::size_t events_;
  ledger::Bytes rest_;
  const std::uint8_t* numbers_ = nullptr;
};

/// Puts the events where they may be read in place, with room for their Positions. All of them.
ledger::Bytes lay_out(BodyReader& body, std::size_t events, DecodedChunk& chunk) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < events; ++i) size += padded(body.length(i));
  if (size > 8 * chunk.body_words) {
    chunk.body = std::make_unique_for_overwrite<std::uint64_t[]>(size / 8);
    chunk.body_words = size / 8;
  }
  auto* at = reinterpret_cast<std::uint8_t*>(chunk.body.get());
  auto& firsts = workspace().firsts;
  chunk.events.clear();
  firsts.clear();
  for (std::size_t i = 0; i < events; ++i) {
    const auto length = body.length(i);
    const auto tail = body.tail(i);
    chunk.events.emplace_back(at, length);
    firsts.emplace_back(at, length - tail);
    auto* behind = body.take_bytes(length - tail, at);
    if (tail != 0) behind = body.take_bytes(tail - sizeof(StoredPosition), behind + sizeof(StoredPosition));
    at += padded(length);
    std::fill(behind, at, std::uint8_t{0});
  }
  return {reinterpret_cast<const std::uint8_t*>(chunk.body.get()), size};
}

/// Hashes what lies before Positions. Each Position from those before it and what was kept; then the event is whole and
/// is hashed.
void restore_positions(BodyReader& body, const std::uint8_t* kept, DecodedChunk& chunk) {
  chunk.starts = ledger::LeafHashStart::of_each(workspace().firsts);
  auto& expected = workspace().expected;
  expected.restart();
  const auto take_hash = [&kept] {
    const auto hash = number_at<Hash>(kept);
    kept += Hash::size();
    return hash;
  };
  auto* first = reinterpret_cast<std::uint8_t*>(chunk.body.get());
  auto& leaves = chunk.leaf_hashes;
  for (std::size_t i = 0; i < chunk.events.size(); ++i) {
    const auto event = chunk.events[i];
    if (body.tail(i) == 0) {
      expected.take_other();
    } else {
      const auto flags = body.how(i);
      const auto link = static_cast<std::uint16_t>(flags & how::link_bits);
      StoredPosition position;
      if (i > 0) position.previous = leaves[i - 1];
      if ((flags & how::kept_previous) != 0) position.previous = take_hash();
      if (link == how::kept_link) {
        position.stream_previous = take_hash();
      } else if (link != how::no_link) {
        position.stream_previous = leaves[i - link];
      }
      position.sequence = (flags & how::kept_sequence) != 0 ? body.take_number() : expected.sequence();
      position.version = (flags & how::kept_version) != 0 ? body.take_number() : expected.version(i, link);
      position.recorded_at =
          (flags & how::kept_time) != 0 ? static_cast<std::int64_t>(body.take_number()) : expected.recorded_at();
      expected.take(position);
      std::memcpy(first + (event.data() - first) + event.size() - body.tail(i), &position, sizeof(position));
    }
    leaves.push_back(ledger::leaf_hash(chunk.starts[i], event));
  }
}

}  // namespace

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk) { return decode_chunk(stored, chunk, {}); }

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk, const ChunkFilter& wanted) {
  const auto header = read_header(stored);
  if (!header) return header.failure();
  auto& own = workspace();
  auto* unpacked = own.room_for(header->body_size);
  const auto packed = stored.substr(chunk_header_size + header->hashes * Hash::size());
  if (auto done = unpack_body(*header, packed, unpacked); !done) return done;
  BodyReader body({unpacked, header->body_size}, header->events);
  if (auto checked = body.check(header->hashes); !checked) return checked;
  const auto events = lay_out(body, header->events, chunk);
  chunk.leaf_hashes.clear();
  if (!wanted || wanted(events)) {
    restore_positions(body, reinterpret_cast<const std::uint8_t*>(stored.data()) + chunk_header_size, chunk);
  }
  own.tidy();
  return ledger::done();
}

Hash DecodedChunk::content_digest(std::size_t i, const ledger::PatchOffsets& offsets) const {
  for (const std::size_t offset : {offsets.position, offsets.signature, offsets.submission_signature}) {
    if (offset != 0 && offset < starts[i].size()) return ledger::content_digest(events[i], offsets);
  }
  return ledger::content_digest(starts[i], events[i], offsets);
}

}  // namespace shiji::engine
