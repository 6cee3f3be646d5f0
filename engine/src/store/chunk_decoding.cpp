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

/// A body's columns, and what lies behind them.
class BodyReader {
 public:
  BodyReader(ledger::Bytes body, std::size_t events) : columns_(body.data()), events_(events), rest_(body) {}

  [[nodiscard]] std::size_t events() const { return events_; }
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

/// A chunk on its way to be whole.
class Unpacked {
 public:
  ledger::Status unpack(std::string_view stored, DecodedChunk& chunk);
  /// All events' bytes, without Positions.
  [[nodiscard]] ledger::Bytes events() const { return events_; }
  [[nodiscard]] DecodedChunk& chunk() const { return *chunk_; }
  [[nodiscard]] std::size_t count() const { return chunk_->events.size(); }
  /// What lies before Positions; before the first event is restored.
  void hash_starts() { chunk_->starts = ledger::LeafHashStart::of_each(firsts_); }
  /// Event `i` becomes whole: its Position from those before it, whose leaf hashes are there, and what was kept.
  void restore(std::size_t i);
  /// Memory is kept for the next chunk, but not that of a huge one.
  void tidy();

 private:
  [[nodiscard]] std::uint8_t* room_for(std::size_t size);
  void lay_out();
  [[nodiscard]] Hash take_hash();

  DecodedChunk* chunk_ = nullptr;
  std::unique_ptr<std::uint8_t[]> room_;
  std::size_t room_size_ = 0;
  BodyReader body_{{}, 0};
  const std::uint8_t* kept_ = nullptr;
  ledger::Bytes events_;
  std::vector<ledger::Bytes> firsts_;  // what lies before Position
  ExpectedPosition expected_;
};

std::uint8_t* Unpacked::room_for(std::size_t size) {
  if (size > room_size_) {
    room_ = std::make_unique_for_overwrite<std::uint8_t[]>(size);
    room_size_ = size;
  }
  return room_.get();
}

void Unpacked::tidy() {
  if (room_size_ <= kept_body_size_max) return;
  room_.reset();
  room_size_ = 0;
}

ledger::Status Unpacked::unpack(std::string_view stored, DecodedChunk& chunk) {
  const auto header = read_header(stored);
  if (!header) return header.failure();
  auto* unpacked = room_for(header->body_size);
  const auto packed = stored.substr(chunk_header_size + header->hashes * Hash::size());
  if (auto done = unpack_body(*header, packed, unpacked); !done) return done;
  body_ = BodyReader({unpacked, header->body_size}, header->events);
  if (auto checked = body_.check(header->hashes); !checked) return checked;
  chunk_ = &chunk;
  kept_ = reinterpret_cast<const std::uint8_t*>(stored.data()) + chunk_header_size;
  lay_out();
  expected_.restart();
  chunk.leaf_hashes.clear();
  return ledger::done();
}

/// Puts the events where they may be read in place, with room for their Positions.
void Unpacked::lay_out() {
  const std::size_t events = body_.events();
  std::size_t size = 0;
  for (std::size_t i = 0; i < events; ++i) size += padded(body_.length(i));
  if (size > 8 * chunk_->body_words) {
    chunk_->body = std::make_unique_for_overwrite<std::uint64_t[]>(size / 8);
    chunk_->body_words = size / 8;
  }
  auto* at = reinterpret_cast<std::uint8_t*>(chunk_->body.get());
  chunk_->events.clear();
  firsts_.clear();
  for (std::size_t i = 0; i < events; ++i) {
    const auto length = body_.length(i);
    const auto tail = body_.tail(i);
    chunk_->events.emplace_back(at, length);
    firsts_.emplace_back(at, length - tail);
    auto* behind = body_.take_bytes(length - tail, at);
    if (tail != 0) behind = body_.take_bytes(tail - sizeof(StoredPosition), behind + sizeof(StoredPosition));
    at += padded(length);
    std::fill(behind, at, std::uint8_t{0});
  }
  events_ = {reinterpret_cast<const std::uint8_t*>(chunk_->body.get()), size};
}

Hash Unpacked::take_hash() {
  const auto hash = number_at<Hash>(kept_);
  kept_ += Hash::size();
  return hash;
}

void Unpacked::restore(std::size_t i) {
  if (body_.tail(i) == 0) return expected_.take_other();
  const auto& leaves = chunk_->leaf_hashes;
  const auto flags = body_.how(i);
  const auto link = static_cast<std::uint16_t>(flags & how::link_bits);
  StoredPosition position;
  if (i > 0) position.previous = leaves[i - 1];
  if ((flags & how::kept_previous) != 0) position.previous = take_hash();
  if (link == how::kept_link) {
    position.stream_previous = take_hash();
  } else if (link != how::no_link) {
    position.stream_previous = leaves[i - link];
  }
  position.sequence = (flags & how::kept_sequence) != 0 ? body_.take_number() : expected_.sequence();
  position.version = (flags & how::kept_version) != 0 ? body_.take_number() : expected_.version(i, link);
  position.recorded_at =
      (flags & how::kept_time) != 0 ? static_cast<std::int64_t>(body_.take_number()) : expected_.recorded_at();
  expected_.take(position);
  auto* first = reinterpret_cast<std::uint8_t*>(chunk_->body.get());
  const auto event = chunk_->events[i];
  std::memcpy(first + (event.data() - first) + event.size() - body_.tail(i), &position, sizeof(position));
}

}  // namespace

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk) { return decode_chunk(stored, chunk, {}); }

ledger::Status decode_chunk(std::string_view stored, DecodedChunk& chunk, const ChunkFilter& wanted) {
  thread_local Unpacked own;
  if (auto unpacked = own.unpack(stored, chunk); !unpacked) return unpacked;
  if (!wanted || wanted(own.events())) {
    own.hash_starts();
    for (std::size_t i = 0; i < own.count(); ++i) {
      own.restore(i);
      chunk.leaf_hashes.push_back(ledger::leaf_hash(chunk.starts[i], chunk.events[i]));
    }
  }
  own.tidy();
  return ledger::done();
}

struct ChunkGroup::InHand : Unpacked {};

ChunkGroup::ChunkGroup() = default;
ChunkGroup::~ChunkGroup() = default;

ledger::Status ChunkGroup::add(std::string_view stored, DecodedChunk& chunk) {
  if (count_ == chunks_.size()) chunks_.push_back(std::make_unique<InHand>());
  auto unpacked = chunks_[count_]->unpack(stored, chunk);
  if (!unpacked) return unpacked;
  chunks_[count_++]->hash_starts();
  return ledger::done();
}

void ChunkGroup::restore() {
  const auto in_hand = std::span(chunks_).first(count_);
  for (std::size_t i = 0;; ++i) {
    starts_.clear();
    rests_.clear();
    for (const auto& one : in_hand) {
      if (i >= one->count()) continue;
      one->restore(i);
      starts_.push_back(&one->chunk().starts[i]);
      rests_.push_back(one->chunk().events[i].subspan(one->chunk().starts[i].size()));
    }
    if (starts_.empty()) break;
    leaves_.resize(starts_.size());
    ledger::LeafHashStart::finish_each(starts_, rests_, leaves_);
    auto leaf = leaves_.begin();
    for (const auto& one : in_hand) {
      if (i < one->count()) one->chunk().leaf_hashes.push_back(*leaf++);
    }
  }
  for (const auto& one : in_hand) one->tidy();
  count_ = 0;
}

Hash DecodedChunk::content_digest(std::size_t i, const ledger::PatchOffsets& offsets) const {
  for (const std::size_t offset : {offsets.position, offsets.signature, offsets.submission_signature}) {
    if (offset != 0 && offset < starts[i].size()) return ledger::content_digest(events[i], offsets);
  }
  return ledger::content_digest(starts[i], events[i], offsets);
}

}  // namespace shiji::engine
