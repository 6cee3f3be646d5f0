#include "store/index_codec.h"

#include <cstring>

namespace shiji::engine {

using ledger::Hash;
using ledger::Sequence;

namespace {

/// Of all keys and values. An index of another layout has no cursor that can be read: it is made again.
constexpr std::uint64_t index_layout = 4;
constexpr std::size_t varint_bytes_max = 10;
constexpr char has_unit = 1;

void put(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>((number >> (8 * i)) & 0xff));
}

void put(std::string& out, const Hash& hash) {
  out.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
}

std::uint64_t take_number(std::string_view& in) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number |= std::uint64_t{static_cast<std::uint8_t>(in[i])} << (8 * i);
  in.remove_prefix(8);
  return number;
}

Hash take_hash(std::string_view& in) {
  Hash hash;
  std::memcpy(hash.bytes.data(), in.data(), hash.bytes.size());
  in.remove_prefix(hash.bytes.size());
  return hash;
}

std::optional<std::uint64_t> take_varint(std::string_view& in) {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    number |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) == 0) return number;
  }
  return std::nullopt;
}

void put_varint(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>((number & 0x7f) | 0x80));
  out.push_back(static_cast<char>(number));
}

}  // namespace

std::string encode(const StreamHead& head, std::optional<std::string_view> unit) {
  std::string out;
  out.reserve(2 * varint_bytes_max + sizeof(ledger::Hash) + 1 + unit.value_or("").size());
  put_varint(out, head.version.value);
  put_varint(out, head.sequence.value);
  put(out, head.leaf_hash);
  if (unit) out.append(1, has_unit).append(*unit);
  return out;
}

std::string encode(const SubmissionEntry& entry) {
  std::string out;
  put(out, entry.digest);
  put(out, entry.first.value);
  put(out, entry.events);
  return out;
}

std::string encode(const IndexCursor& cursor) {
  std::string out;
  put(out, index_layout);
  put(out, cursor.tree_size.value);
  put(out, cursor.leaf_hash);
  put(out, cursor.streams);
  return out;
}

std::optional<StreamEntry> decode_stream(std::string_view bytes) {
  StreamEntry entry;
  const auto version = take_varint(bytes);
  const auto sequence = take_varint(bytes);
  if (!version || !sequence || bytes.size() < sizeof(Hash)) return std::nullopt;
  entry.head.version = {*version};
  entry.head.sequence = {*sequence};
  entry.head.leaf_hash = take_hash(bytes);
  if (bytes.empty()) return entry;
  if (bytes.front() != has_unit) return std::nullopt;
  entry.unit = bytes.substr(1);
  return entry;
}

std::optional<SubmissionEntry> decode_submission(std::string_view bytes) {
  if (bytes.size() != 48) return std::nullopt;
  SubmissionEntry entry;
  entry.digest = take_hash(bytes);
  entry.first = {take_number(bytes)};
  entry.events = take_number(bytes);
  return entry;
}

std::optional<IndexCursor> decode_cursor(std::string_view bytes) {
  if (bytes.size() != 56 || take_number(bytes) != index_layout) return std::nullopt;
  IndexCursor cursor;
  cursor.tree_size = {take_number(bytes)};
  cursor.leaf_hash = take_hash(bytes);
  cursor.streams = take_number(bytes);
  return cursor;
}

std::optional<std::vector<Sequence>> decode_sequences(std::string_view bytes) {
  std::vector<Sequence> sequences;
  sequences.reserve(bytes.size());
  std::uint64_t at = 0;
  while (!bytes.empty()) {
    const auto step = take_varint(bytes);
    if (!step) return std::nullopt;
    at += *step;
    sequences.push_back({at});
  }
  return sequences;
}

}  // namespace shiji::engine
