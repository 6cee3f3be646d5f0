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

/// One decompressor a thread, for as long as the thread lives: making one costs more than a chunk.
ZSTD_DCtx* decompressor() {
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  return context.get();
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
  const auto got = ZSTD_decompressDCtx(decompressor(), to, header.body_size, packed.data(), packed.size());
  if (ZSTD_isError(got) != 0 || got != header.body_size) return broken("a chunk does not decompress");
  return ledger::done();
}

/// How an event comes back, from the columns of a body.
struct StoredEvent {
  std::uint16_t length = 0, tail = 0, how = 0;
  [[nodiscard]] std::uint16_t link() const { return how & how::link_bits; }
  [[nodiscard]] bool keeps(std::uint16_t flag) const { return (how & flag) != 0; }
};

/// A body's columns, and what lies behind them.
class BodyReader {
 public:
  BodyReader(ledger::Bytes body, std::size_t events) : columns_(body.data()), events_(events), rest_(body) {}

  /// Whether the columns are whole and name what there is, all of it and nothing else. Asked first.
  ledger::Status read(std::size_t hashes, std::vector<StoredEvent>& events, std::vector<std::uint64_t>& numbers) {
    if (events_ * chunk_columns * 2 > rest_.size()) return broken("a chunk's columns are cut");
    rest_ = rest_.subspan(events_ * chunk_columns * 2);
    std::size_t kept_numbers = 0;
    std::size_t bytes = 0;
    std::size_t named = 0;
    events.clear();
    for (std::size_t i = 0; i < events_; ++i) {
      const auto& event = events.emplace_back(StoredEvent{column(0, i), column(1, i), column(2, i)});
      const bool has_position = event.tail != 0;
      if (has_position ? event.tail < sizeof(StoredPosition) || event.tail > event.length : event.how != 0) {
        return broken("an event's Position lies outside of it");
      }
      if (event.link() != how::kept_link && event.link() > i) {
        return broken("an event names one that is not before it in its chunk");
      }
      for (const auto flag : {how::kept_time, how::kept_version, how::kept_sequence})
        kept_numbers += static_cast<std::size_t>(event.keeps(flag));
      named += static_cast<std::size_t>(event.keeps(how::kept_previous)) + (event.link() == how::kept_link ? 1U : 0U);
      bytes += event.length - (has_position ? sizeof(StoredPosition) : 0);
    }
    if (named != hashes) return broken("a chunk keeps other hashes than its events name");
    if (rest_.size() != kept_numbers * sizeof(std::uint64_t) + bytes) {
      return broken("a chunk's events do not fill its body");
    }
    numbers.resize(kept_numbers);
    for (auto& number : numbers) take_bytes(sizeof(number), reinterpret_cast<std::uint8_t*>(&number));
    return ledger::done();
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
};

}  // namespace

/// Memory for bodies, one at a time.
class BodyRoom {
 public:
  [[nodiscard]] std::uint8_t* of(std::size_t size) {
    if (size > size_) {
      bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(size);
      size_ = size;
    }
    return bytes_.get();
  }
  /// Memory is kept for the next chunk, but not that of a huge one.
  void tidy() {
    if (size_ > kept_body_size_max) *this = BodyRoom();
  }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
};

namespace {

/// A chunk on its way to be whole.
class Unpacked {
 public:
  /// `room` is free again behind it.
  ledger::Status unpack(std::string_view stored, DecodedChunk& chunk, BodyRoom& room);
  /// All events' bytes, without Positions.
  [[nodiscard]] ledger::Bytes events() const { return events_; }
  [[nodiscard]] DecodedChunk& chunk() const { return *chunk_; }
  [[nodiscard]] std::size_t count() const { return stored_.size(); }
  /// What lies before Positions; before the first event is restored.
  void hash_starts();
  /// Event `i` becomes whole: its Position from those before it, whose leaf hashes are there, and what was kept.
  void restore(std::size_t i);

 private:
  void lay_out(BodyReader& body);
  [[nodiscard]] Hash take_hash();
  [[nodiscard]] std::uint64_t take_number() { return numbers_[next_number_++]; }

  DecodedChunk* chunk_ = nullptr;
  std::vector<StoredEvent> stored_;
  std::vector<std::uint64_t> numbers_;
  std::size_t next_number_ = 0;
  const std::uint8_t* kept_ = nullptr;
  ledger::Bytes events_;
  std::vector<ledger::Bytes> firsts_;  // what lies before Position
  ExpectedPosition expected_;
};

ledger::Status Unpacked::unpack(std::string_view stored, DecodedChunk& chunk, BodyRoom& room) {
  const auto header = read_header(stored);
  if (!header) return header.failure();
  auto* unpacked = room.of(header->body_size);
  const auto packed = stored.substr(chunk_header_size + header->hashes * Hash::size());
  if (auto done = unpack_body(*header, packed, unpacked); !done) return done;
  BodyReader body({unpacked, header->body_size}, header->events);
  if (auto read = body.read(header->hashes, stored_, numbers_); !read) return read;
  next_number_ = 0;
  chunk_ = &chunk;
  kept_ = reinterpret_cast<const std::uint8_t*>(stored.data()) + chunk_header_size;
  lay_out(body);
  expected_.restart();
  chunk.leaf_hashes.clear();
  return ledger::done();
}

/// Puts the events where they may be read and hashed in place, with room for their Positions.
void Unpacked::lay_out(BodyReader& body) {
  std::size_t size = 0;
  for (const auto& event : stored_) size += ledger::LeafFrame::size(event.length);
  if (size > 8 * chunk_->body_words) {
    chunk_->body = std::make_unique_for_overwrite<std::uint64_t[]>(size / 8);
    chunk_->body_words = size / 8;
  }
  auto* frame = reinterpret_cast<std::uint8_t*>(chunk_->body.get());
  events_ = {frame, size};
  chunk_->events.clear();
  firsts_.clear();
  for (const auto& [length, tail, how] : stored_) {
    auto* event = frame + ledger::LeafFrame::before;
    chunk_->events.emplace_back(event, length);
    firsts_.emplace_back(event, length - tail);
    auto* behind = body.take_bytes(length - tail, event);
    if (tail != 0) {
      std::memset(behind, 0, sizeof(StoredPosition));
      body.take_bytes(tail - sizeof(StoredPosition), behind + sizeof(StoredPosition));
    }
    ledger::LeafFrame::close({event, length});
    frame += ledger::LeafFrame::size(length);
  }
}

void Unpacked::hash_starts() {
  ledger::LeafHashStart::of_framed(firsts_, chunk_->starts);
  chunk_->leaf_hashes.resize(count());
}

Hash Unpacked::take_hash() {
  const auto hash = number_at<Hash>(kept_);
  kept_ += Hash::size();
  return hash;
}

void Unpacked::restore(std::size_t i) {
  const auto& stored = stored_[i];
  if (stored.tail == 0) return expected_.take_other();
  const auto& leaves = chunk_->leaf_hashes;
  const auto link = stored.link();
  StoredPosition position;
  if (i > 0) position.previous = leaves[i - 1];
  if (stored.keeps(how::kept_previous)) position.previous = take_hash();
  if (link == how::kept_link) {
    position.stream_previous = take_hash();
  } else if (link != how::no_link) {
    position.stream_previous = leaves[i - link];
  }
  position.sequence = stored.keeps(how::kept_sequence) ? take_number() : expected_.sequence();
  position.version = stored.keeps(how::kept_version) ? take_number() : expected_.version(i, link);
  position.recorded_at =
      stored.keeps(how::kept_time) ? static_cast<std::int64_t>(take_number()) : expected_.recorded_at();
  expected_.take(position);
  auto* first = reinterpret_cast<std::uint8_t*>(chunk_->body.get());
  const auto event = chunk_->events[i];
  std::memcpy(first + (event.data() - first) + event.size() - stored.tail, &position, sizeof(position));
}

}  // namespace

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk) { return decode_chunk(stored, chunk, {}); }

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk, const ChunkFilter& wanted) {
  thread_local Unpacked own;
  thread_local BodyRoom room;
  if (auto unpacked = own.unpack(stored, chunk, room); !unpacked) return unpacked;
  room.tidy();
  if (wanted && !wanted(own.events())) return ledger::done();
  own.hash_starts();
  for (std::size_t i = 0; i < own.count(); ++i) {
    own.restore(i);
    chunk.leaf_hashes[i] = ledger::leaf_hash(chunk.starts[i], chunk.events[i]);
  }
  return ledger::done();
}

struct ChunkGroup::InHand : Unpacked {};

ChunkGroup::ChunkGroup() : room_(std::make_unique<BodyRoom>()) {}
ChunkGroup::~ChunkGroup() = default;

ledger::Status ChunkGroup::add(std::string_view stored, DecodedChunk& chunk) {
  if (count_ == chunks_.size()) chunks_.push_back(std::make_unique<InHand>());
  auto unpacked = chunks_[count_]->unpack(stored, chunk, *room_);
  room_->tidy();
  if (!unpacked) return unpacked;
  chunks_[count_++]->hash_starts();
  return ledger::done();
}

void ChunkGroup::restore() {
  const auto in_hand = std::span(chunks_).first(count_);
  for (std::size_t i = 0;; ++i) {
    starts_.clear();
    rests_.clear();
    leaves_.clear();
    for (const auto& one : in_hand) {
      if (i >= one->count()) continue;
      one->restore(i);
      auto& chunk = one->chunk();
      starts_.push_back(&chunk.starts[i]);
      rests_.push_back(chunk.events[i].subspan(chunk.starts[i].size()));
      leaves_.push_back(&chunk.leaf_hashes[i]);
    }
    if (starts_.empty()) break;
    ledger::LeafHashStart::finish_framed(starts_, rests_, leaves_);
  }
  count_ = 0;
}

Hash DecodedChunk::content_digest(std::size_t i, const ledger::PatchOffsets& offsets) const {
  for (const std::size_t offset : {offsets.position, offsets.signature, offsets.submission_signature}) {
    if (offset != 0 && offset < starts[i].size()) return ledger::content_digest(events[i], offsets);
  }
  return ledger::content_digest(starts[i], events[i], offsets);
}

}  // namespace shiji::engine
