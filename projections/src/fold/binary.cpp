#include "fold/binary.h"

#include <array>
#include <cstring>

namespace shiji::projections {

void BinaryWriter::number(std::uint64_t value) {
  std::array<char, 10> bytes;  // 64 bits in groups of seven
  std::size_t size = 0;
  for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>((value & 0x7f) | 0x80);
  bytes[size++] = static_cast<char>(value);
  out_.append(bytes.data(), size);
}

void BinaryWriter::integer(std::int64_t value) {
  const auto sign = value < 0 ? ~std::uint64_t{0} : std::uint64_t{0};
  number((static_cast<std::uint64_t>(value) << 1) ^ sign);
}

void BinaryWriter::text(std::string_view value) {
  number(value.size());
  out_.append(value);
}

void BinaryWriter::raw(ledger::Bytes bytes) { out_.append(bytes.begin(), bytes.end()); }

std::uint64_t BinaryReader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      // One number has one spelling: no trailing zero group, nothing beyond 64 bits.
      if ((byte == 0 && shift > 0) || (shift == 63 && byte > 1)) break;
      return value;
    }
  }
  ok_ = false;
  return 0;
}

std::int64_t BinaryReader::integer() {
  const auto value = number();
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

std::int64_t BinaryReader::integer_within(std::int64_t min, std::int64_t max) {
  const auto value = integer();
  if (min <= value && value <= max) return value;
  ok_ = false;
  return 0;
}

bool BinaryReader::boolean() { return bounded(1) == 1; }

std::string_view BinaryReader::text() {
  const auto size = number();
  if (!ok_ || size > rest_.size()) {
    ok_ = false;
    return {};
  }
  const auto out = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return out;
}

std::size_t BinaryReader::count(std::size_t least) {
  const auto value = number();
  if (ok_ && value <= rest_.size() / least) return value;
  ok_ = false;
  return 0;
}

std::uint64_t BinaryReader::bounded(std::uint64_t max) {
  const auto value = number();
  if (value <= max) return value;
  ok_ = false;
  return 0;
}

void BinaryReader::take(std::uint8_t* out, std::size_t size) {
  if (!ok_ || size > rest_.size()) {
    ok_ = false;
    return;
  }
  std::memcpy(out, rest_.data(), size);
  rest_.remove_prefix(size);
}

}  // namespace shiji::projections
