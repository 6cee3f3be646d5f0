#include "store/chunk.h"

#include "shiji/ledger/contract.h"
#include "store/chunk_layout.h"

#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <bit>

namespace shiji::engine {

using ledger::Hash;

namespace {

// Of 64 events of the Licheng year, 448 bytes each: 86 bytes and 0.60 us an event. Level -3 gives 93 bytes and takes
// 0.50, level 1 gives 85 and takes 0.66, and its literals take longer to read.
constexpr int compression_level = -1;

/// Places of leaf hashes by their value, for as many events as a chunk has.
class LeafPlaces {
 public:
  void restart(std::span<const Hash> leaves) {
    leaves_ = leaves;
    slots_.assign(std::bit_ceil(2 * leaves.size()), none);
  }
  void add(std::size_t at) { slots_[slot_of(leaves_[at])] = static_cast<std::uint16_t>(at); }
  /// Of a leaf that was added.
  [[nodiscard]] std::optional<std::size_t> find(const Hash& leaf) const {
    const auto at = slots_[slot_of(leaf)];
    return at == none ? std::nullopt : std::optional<std::size_t>(at);
  }

 private:
  static constexpr std::uint16_t none = 0xffff;

  /// Where it is, or would be.
  [[nodiscard]] std::size_t slot_of(const Hash& leaf) const {
    auto slot = number_at<std::uint64_t>(leaf.bytes.data()) & (slots_.size() - 1);
    while (slots_[slot] != none && leaves_[slots_[slot]] != leaf) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  std::span<const Hash> leaves_;
  std::vector<std::uint16_t> slots_;
};

/// The body of a chunk and what is kept beside it.
class ChunkBody {
 public:
  void write(const PlacedEvents& events) {
    const auto count = events.bytes.size();
    std::size_t size = count * (chunk_columns * 2 + 3 * 8);
    for (const auto& event : events.bytes) size += event.size();
    if (bytes_.size() < size) bytes_.resize(size);  // only ever grows: nothing is filled with zeros first
    kept_.clear();
    expected_.restart();
    places_.restart(events.leaf_hashes);
    numbers_end_ = count * chunk_columns * 2;
    for (std::size_t i = 0; i < count; ++i) describe(events, i);
    size_ = numbers_end_;
    for (std::size_t i = 0; i < count; ++i) copy(events.bytes[i], events.positions_begin[i]);
  }

  [[nodiscard]] std::string_view bytes() const { return std::string_view(bytes_).substr(0, size_); }
  [[nodiscard]] std::span<const Hash> kept() const { return kept_; }

 private:
  void describe(const PlacedEvents& events, std::size_t at) {
    const auto event = events.bytes[at];
    const auto count = events.bytes.size();
    const std::size_t begin = events.positions_begin[at];
    SHIJI_ASSERT(event.size() <= event_size_max, "an event has at most 65,535 bytes");
    SHIJI_ASSERT(begin == 0 || begin + sizeof(StoredPosition) <= event.size(), "Position lies inside its event");
    put_number<std::uint16_t>(&bytes_[at * 2], event.size());
    put_number<std::uint16_t>(&bytes_[(count + at) * 2], begin == 0 ? 0 : event.size() - begin);
    put_number<std::uint16_t>(&bytes_[(2 * count + at) * 2], begin == 0 ? 0 : restored_by(events, at));
    if (begin == 0) expected_.take_other();
    places_.add(at);
  }

  /// Keeps what nobody would expect of the event's Position, and tells what that is.
  std::uint16_t restored_by(const PlacedEvents& events, std::size_t at) {
    const auto position = number_at<StoredPosition>(&events.bytes[at][events.positions_begin[at]]);
    std::uint16_t flags = 0;
    if (position.previous != (at == 0 ? Hash{} : events.leaf_hashes[at - 1])) {
      flags |= how::kept_previous;
      kept_.push_back(position.previous);
    }
    auto link = how::no_link;
    if (const auto place = places_.find(position.stream_previous)) {
      link = static_cast<std::uint16_t>(at - *place);
    } else if (position.stream_previous != Hash{}) {
      link = how::kept_link;
      kept_.push_back(position.stream_previous);
    }
    const auto keep_other = [&](std::uint16_t flag, std::uint64_t number, std::uint64_t expected) {
      if (number == expected) return;
      flags |= flag;
      put_number<std::uint64_t>(&bytes_[numbers_end_], number);
      numbers_end_ += sizeof(number);
    };
    keep_other(how::kept_sequence, position.sequence, expected_.sequence());
    keep_other(how::kept_version, position.version, expected_.version(at, link));
    keep_other(how::kept_time, static_cast<std::uint64_t>(position.recorded_at),
               static_cast<std::uint64_t>(expected_.recorded_at()));
    expected_.take(position);
    return flags | link;
  }

  void copy(ledger::Bytes event, std::size_t position) {
    const auto add = [&](ledger::Bytes part) {
      std::ranges::copy(part, &bytes_[size_]);
      size_ += part.size();
    };
    if (position == 0) return add(event);
    add(event.first(position));
    add(event.subspan(position + sizeof(StoredPosition)));
  }

  std::string bytes_;
  std::size_t numbers_end_ = 0, size_ = 0;
  std::vector<Hash> kept_;
  ExpectedPosition expected_;
  LeafPlaces places_;
};

std::string header_of(std::uint8_t codec, std::size_t events, std::size_t hashes, std::size_t body_size) {
  std::string header(chunk_header_size, '\0');
  header[0] = static_cast<char>(chunk_format);
  header[1] = static_cast<char>(codec);
  put_number<std::uint16_t>(&header[2], events);
  put_number<std::uint16_t>(&header[4], hashes);
  put_number<std::uint32_t>(&header[6], body_size);
  return header;
}

}  // namespace

std::uint32_t check_of(std::string_view behind_header) { return XXH32(behind_header.data(), behind_header.size(), 0); }

struct ChunkCompressor::Context {
  ZSTD_CCtx* zstd = ZSTD_createCCtx();
  ChunkBody body;
  std::string packed;  // only ever grows: nothing is filled with zeros first
  ~Context() { ZSTD_freeCCtx(zstd); }
};

ChunkCompressor::ChunkCompressor() : context_(std::make_unique<Context>()) {}
ChunkCompressor::~ChunkCompressor() = default;

std::string ChunkCompressor::encode(const PlacedEvents& events) {
  const auto count = events.bytes.size();
  SHIJI_ASSERT(count > 0 && count <= chunk_events_limit, "a chunk holds 1 to 1,024 events");
  SHIJI_ASSERT(events.leaf_hashes.size() == count && events.positions_begin.size() == count,
               "of each event its leaf hash and where its Position lies");
  context_->body.write(events);
  auto body = context_->body.bytes();
  const auto kept = context_->body.kept();
  auto& packed = context_->packed;
  packed.resize(std::max(packed.size(), ZSTD_compressBound(body.size())));
  const auto compressed =
      ZSTD_compressCCtx(context_->zstd, packed.data(), packed.size(), body.data(), body.size(), compression_level);
  const bool smaller = ZSTD_isError(compressed) == 0 && compressed < body.size();
  auto chunk = header_of(smaller ? codec_zstd : codec_raw, count, kept.size(), body.size());
  const auto stored = smaller ? std::string_view(packed).substr(0, compressed) : body;
  chunk.reserve(chunk.size() + kept.size_bytes() + stored.size());
  chunk.append(reinterpret_cast<const char*>(kept.data()), kept.size_bytes());
  chunk.append(stored);
  put_number<std::uint32_t>(&chunk[chunk_check_begin], check_of(std::string_view(chunk).substr(chunk_header_size)));
  return chunk;
}

}  // namespace shiji::engine
