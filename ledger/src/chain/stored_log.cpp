#include "chain/stored_log.h"

#include "shiji/ledger/chain/hash.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

Hash hash_at(Bytes tile, std::size_t at) {
  Hash hash;
  std::ranges::copy(tile.subspan(at * Hash::size(), Hash::size()), hash.bytes.begin());
  return hash;
}

}  // namespace

std::string describe(const Failure& failure) {
  const Error* const error = std::get_if<Error>(&failure);
  return error == nullptr ? "refused" : error->place + ": " + error->detail;
}

StoredHashes StoredLog::tile(TileId id, std::size_t width) const {
  StoredHashes out{tile_path(id, width), std::nullopt};
  const Sequence first{id.index * (std::uint64_t{tile_width} << (8 * id.level))};
  const auto stored = file(out.path, width, tile_path(id, tile_width));
  if (!stored) {
    fault_(out.path, first, "cannot be read: " + describe(stored.failure()));
    return out;
  }
  out.path = stored->path;
  const std::size_t expected = stored->width * Hash::size();
  if (stored->bytes.size() != expected) {
    fault_(out.path, first, "has " + std::to_string(stored->bytes.size()) + " bytes, not " + std::to_string(expected));
    return out;
  }
  out.hashes.emplace(width);
  for (std::size_t i = 0; i < width; ++i) (*out.hashes)[i] = hash_at(stored->bytes, i);
  return out;
}

StoredHashes StoredLog::bundle(std::uint64_t index, std::size_t width) const {
  StoredHashes out{entry_bundle_path(index, width), std::nullopt};
  const Sequence first{index * tile_width};
  const auto stored = file(out.path, width, entry_bundle_path(index, tile_width));
  if (!stored) {
    fault_(out.path, first, "cannot be read: " + describe(stored.failure()));
    return out;
  }
  out.path = stored->path;
  const auto entries = split_bundle(stored->bytes);
  if (!entries) {
    fault_(out.path, first, describe(entries.failure()));
    return out;
  }
  if (entries->size() != stored->width) {
    fault_(out.path, first,
           "has " + std::to_string(entries->size()) + " entries, not " + std::to_string(stored->width));
    return out;
  }
  out.hashes.emplace(width);
  for (std::size_t i = 0; i < width; ++i) (*out.hashes)[i] = leaf_hash((*entries)[i]);
  return out;
}

bool StoredLog::tile_has(TileId id, std::size_t width, std::size_t at, const Hash& hash) const {
  const auto stored = file(tile_path(id, width), width, tile_path(id, tile_width));
  return stored && stored->bytes.size() == stored->width * Hash::size() && hash_at(stored->bytes, at) == hash;
}

Result<StoredLog::File> StoredLog::file(const std::string& path, std::size_t width,
                                        const std::string& full_path) const {
  auto bytes = read_(path);
  if (bytes) return File{path, std::move(*bytes), width};
  if (path != full_path) {
    auto full = read_(full_path);
    if (full) return File{full_path, std::move(*full), tile_width};
  }
  return bytes.failure();
}

}  // namespace shiji::ledger
