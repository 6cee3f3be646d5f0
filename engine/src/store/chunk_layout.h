// The bytes of a chunk, for what writes and what reads them (docs/formats/chunk.md).
//
//   chunk  = header hash... body            the body as it is, or as one zstd frame
//   header = format u8 (2) | codec u8 (0 raw, 1 zstd) | events u16 | hashes u16 | size of the unpacked body u32
//          | check u32
//   body   = length u16 of each | tail u16 of each | how u16 of each | number u64... | events without Position
#pragma once

#include "shiji/ledger/ids.h"

#include <bit>
#include <cstring>
#include <string_view>
#include <vector>

namespace shiji::engine {

static_assert(std::endian::native == std::endian::little, "numbers of a chunk are copied as they lie");

inline constexpr std::uint8_t chunk_format = 2;
inline constexpr std::uint8_t codec_raw = 0;
inline constexpr std::uint8_t codec_zstd = 1;
inline constexpr std::size_t chunk_check_begin = 10;
inline constexpr std::size_t chunk_header_size = 14;
inline constexpr std::size_t chunk_columns = 3;  // of u16: length, tail, how
inline constexpr std::size_t event_size_max = 65'535;

/// How an event's Position comes back. The lower bits tell `stream_previous`; a flag, that the field is kept.
namespace how {
inline constexpr std::uint16_t link_bits = 0x0fff;
inline constexpr std::uint16_t no_link = 0;         // zero; the version is expected to be 0
                                                    // 1 ... 1,023: the leaf that many events before, version 1 more
inline constexpr std::uint16_t kept_link = 0x0fff;  // among the hashes; the version is expected to be 0
inline constexpr std::uint16_t kept_time = 0x1000;  // otherwise that of the event before
inline constexpr std::uint16_t kept_version = 0x2000;
inline constexpr std::uint16_t kept_sequence = 0x4000;  // otherwise one more than that of the event before
inline constexpr std::uint16_t kept_previous = 0x8000;  // otherwise the leaf of the event before
inline constexpr std::uint16_t kept_numbers = kept_time | kept_version | kept_sequence;
}  // namespace how

/// Position as it lies in an event's bytes.
struct StoredPosition {
  std::uint64_t sequence = 0;
  std::uint64_t version = 0;
  std::int64_t recorded_at = 0;
  ledger::Hash previous;
  ledger::Hash stream_previous;
};
static_assert(sizeof(StoredPosition) == 88 && std::is_trivially_copyable_v<StoredPosition>);

/// What the Positions of the events so far make one expect of the next.
class ExpectedPosition {
 public:
  void restart() {
    versions_.clear();
    sequence_ = 0;
    recorded_at_ = 0;
  }

  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }
  [[nodiscard]] std::int64_t recorded_at() const { return recorded_at_; }
  /// By the link bits of event number `at`.
  [[nodiscard]] std::uint64_t version(std::size_t at, std::uint16_t link) const {
    return link == how::no_link || link == how::kept_link ? 0 : versions_[at - link] + 1;
  }

  void take(const StoredPosition& position) {
    sequence_ = position.sequence + 1;
    recorded_at_ = position.recorded_at;
    versions_.push_back(position.version);
  }
  void take_other() { versions_.push_back(0); }  ///< an event without Position

 private:
  std::uint64_t sequence_ = 0;
  std::int64_t recorded_at_ = 0;
  std::vector<std::uint64_t> versions_;
};

/// Of what lies behind the header. zstd reads the same out of many a frame: without this a bit could change and nobody
/// would see it.
[[nodiscard]] std::uint32_t check_of(std::string_view behind_header);

template <typename T>
[[nodiscard]] T number_at(const std::uint8_t* from) {
  T number;
  std::memcpy(&number, from, sizeof(number));
  return number;
}

template <typename T>
void put_number(void* to, std::size_t number) {
  const auto stored = static_cast<T>(number);
  std::memcpy(to, &stored, sizeof(stored));
}

}  // namespace shiji::engine
