#include "shiji/ledger/chain/tile_log.h"
#include "shiji/ledger/contract.h"

namespace shiji::ledger {
namespace {

std::size_t width_at(std::uint64_t entries, std::uint64_t index) {
  const std::uint64_t beyond = entries - index * tile_width;
  return beyond < tile_width ? static_cast<std::size_t>(beyond) : tile_width;
}

Status write_tile(TileId id, std::size_t width, const TileReader& tiles, const LogFileSink& sink) {
  const auto hashes = tiles(id, width);
  if (!hashes) return hashes.failure();
  const std::string path = tile_path(id, width);
  if (hashes->size() != width)
    return Error{ErrorCode::corrupt, path, "has " + std::to_string(hashes->size()) + " hashes"};
  Buffer bytes;
  bytes.reserve(width * Hash::size());
  for (const Hash& hash : *hashes) bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
  return sink(path, bytes);
}

Status write_bundle(std::uint64_t index, std::size_t width, const EntryReader& entries, const LogFileSink& sink) {
  Buffer bundle;
  std::size_t count = 0;
  const auto take = [&](Bytes entry) {
    append_to_bundle(bundle, entry);
    ++count;
  };
  Status read = entries(Sequence{index * tile_width}, width, take);
  if (!read) return read;
  const std::string path = entry_bundle_path(index, width);
  if (count != width) return Error{ErrorCode::corrupt, path, "has " + std::to_string(count) + " entries"};
  return sink(path, bundle);
}

}  // namespace

Status write_tile_log(TreeSize size, std::string_view checkpoint_note, const TileReader& tiles,
                      const EntryReader& entries, const LogFileSink& sink) {
  for (std::uint32_t level = 0; tile_entries(size, level) > 0; ++level) {
    const std::uint64_t hashes = tile_entries(size, level);
    for (std::uint64_t index = 0; index * tile_width < hashes; ++index) {
      Status tile = write_tile(TileId{level, index}, width_at(hashes, index), tiles, sink);
      if (!tile) return tile;
      if (level > 0) continue;
      Status bundle = write_bundle(index, width_at(hashes, index), entries, sink);
      if (!bundle) return bundle;
    }
  }
  return sink("checkpoint",
              Bytes(reinterpret_cast<const std::uint8_t*>(checkpoint_note.data()), checkpoint_note.size()));
}

}  // namespace shiji::ledger
