#include "projector/cursor.h"

namespace shiji::projections {
namespace {

constexpr std::uint64_t encoding_version = 1;

}  // namespace

void Cursor::encode(std::uint32_t version, std::string& out) const {
  BinaryWriter writer(out);
  writer.number(encoding_version);
  writer.number(version);
  writer.text(origin);
  writer.number(tree_size.value);
  writer.raw(leaf_hash.span());
  writer.number(keys);
  writer.text(set.bytes());
}

void put_cursor(StateStore::Batch& batch, const Cursor& cursor, std::uint32_t version) {
  std::string encoded;
  cursor.encode(version, encoded);
  batch.put(Family::cursor, cursor_key, encoded);
}

CursorFound decode_cursor(std::string_view bytes, std::uint32_t version, Cursor& out) {
  BinaryReader reader(bytes);
  const bool same_encoding = reader.number() == encoding_version;
  const bool same_fold = reader.number() == version;
  if (!reader.ok()) return CursorFound::unreadable;
  if (!same_encoding || !same_fold) return CursorFound::other_version;
  Cursor found;
  found.origin = reader.text();
  found.tree_size = {reader.number()};
  found.leaf_hash = reader.fixed<ledger::Hash>();
  found.keys = reader.number();
  const auto set = SetHash::from_bytes(reader.text());
  if (!reader.finished() || !set) return CursorFound::unreadable;
  found.set = *set;
  out = std::move(found);
  return CursorFound::good;
}

}  // namespace shiji::projections
