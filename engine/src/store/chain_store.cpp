#include "store/chain_store.h"

#include "shiji/ledger/contract.h"
#include "store/rocksdb_options.h"
#include "store/rocksdb_status.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <cstring>
#include <limits>

namespace shiji::engine {

using ledger::ErrorCode;
using ledger::Hash;
using ledger::Sequence;
using ledger::TileId;
using ledger::TreeSize;

namespace {

constexpr std::uint64_t flush_bytes_min = 4 * mebibyte;
constexpr std::size_t tile_bytes = ledger::tile_width * sizeof(Hash);
constexpr std::uint32_t tile_level_max = 6;
constexpr const char* no_such_key = "a chunk's key names no events";
constexpr std::size_t chunk_key_bytes = 8 + 2;
constexpr std::size_t small_block_bytes = 8 * kibibyte;  // a tile is read alone
enum Family : std::size_t { meta, events, tiles, checkpoints, family_count };

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  return {{rocksdb::kDefaultColumnFamilyName, ordered_family(mebibyte, small_block_bytes)},
          {"events", ordered_family(64 * mebibyte, 8 * kibibyte)},
          {"tiles", ordered_family(32 * mebibyte, small_block_bytes)},
          {"checkpoints", ordered_family(mebibyte, small_block_bytes)}};
}

/// The last leaf below a tile, then its level: tiles are in the order in which they became full, so that no table of
/// them ever overlaps another. No tile of level 7 is ever full.
std::string tile_key(TileId id) {
  SHIJI_ASSERT(id.level <= tile_level_max, "the tile can be full");
  const auto leaves_bits = 8 * (id.level + 1);
  return key_of(((id.index + 1) << leaves_bits) - 1) + static_cast<char>(id.level);
}

std::optional<TileId> tile_of_key(std::string_view key) {
  if (key.size() != 9 || static_cast<std::uint8_t>(key[8]) > tile_level_max) return std::nullopt;
  const auto level = static_cast<std::uint8_t>(key[8]);
  const TileId id{level, ((number_of(key) + 1) >> (8 * (level + 1))) - 1};
  return tile_key(id) == key ? std::optional(id) : std::nullopt;
}

class RocksTileCursor final : public TileCursor {
 public:
  RocksTileCursor(std::uint32_t level, std::string path, std::unique_ptr<rocksdb::Iterator> cursor)
      : level_(level), path_(std::move(path)), cursor_(std::move(cursor)) {}

  ledger::Result<std::string_view> read(std::uint64_t index) override {
    const TileId id{level_, index};
    const auto key = tile_key(id);
    if (cursor_->Valid() && view_of(cursor_->key()) < key) cursor_->Next();
    if (!cursor_->Valid() || cursor_->key() != key) cursor_->Seek(key);
    if (!cursor_->status().ok()) return error_of(cursor_->status(), path_);
    if (cursor_->Valid() && cursor_->key() == key) return view_of(cursor_->value());
    return ledger::Error{ErrorCode::not_found, ledger::tile_path(id, ledger::tile_width), "no such tile"};
  }

 private:
  std::uint32_t level_;
  std::string path_;
  std::unique_ptr<rocksdb::Iterator> cursor_;
};

class RocksChunkCursor final : public ChunkCursor {
 public:
  RocksChunkCursor(std::string path, std::unique_ptr<rocksdb::Iterator> cursor)
      : path_(std::move(path)), cursor_(std::move(cursor)) {}

  ledger::Result<std::optional<Chunk>> next() override {
    if (started_ && cursor_->Valid()) cursor_->Next();
    started_ = true;
    if (!cursor_->Valid()) {
      if (!cursor_->status().ok()) return error_of(cursor_->status(), path_);
      return std::optional<Chunk>();
    }
    const auto place = place_of_chunk(view_of(cursor_->key()));
    if (!place) return ledger::Error{ErrorCode::corrupt, path_, no_such_key};
    return std::optional(Chunk{*place, view_of(cursor_->value())});
  }

 private:
  std::string path_;
  std::unique_ptr<rocksdb::Iterator> cursor_;  // at what was given last
  bool started_ = false;
};

class RocksChainStore final : public ChainStore {
 public:
  RocksChainStore(std::string path, std::unique_ptr<rocksdb::DB> db, std::vector<rocksdb::ColumnFamilyHandle*> handles)
      : path_(std::move(path)), db_(std::move(db)), handles_(std::move(handles)) {}
  ~RocksChainStore() override {
    for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  }

  ledger::Status write_format() {
    rocksdb::WriteOptions options;
    options.sync = true;
    return status_of(db_->Put(options, handles_[meta], "format", std::to_string(ledger_format)), path_);
  }

  ledger::Status check_format() const {
    std::string text;
    const auto got = db_->Get(rocksdb::ReadOptions(), handles_[meta], "format", &text);
    if (got.IsNotFound()) return ledger::Error{ErrorCode::not_a_ledger, path_, "no format is written in it"};
    if (!got.ok()) return error_of(got, path_);
    if (text == std::to_string(ledger_format)) return ledger::done();
    return ledger::Error{ErrorCode::newer_format, path_,
                         "format " + text + "; this build reads format " + std::to_string(ledger_format)};
  }

  ledger::Status commit(const CommitBatch& batch) override {
    rocksdb::WriteBatch writes;
    for (const auto& chunk : batch.chunks) {
      if (auto put = writes.Put(handles_[events], chunk_key(chunk.place), chunk.value); !put.ok()) {
        return error_of(put, path_);
      }
    }
    for (const auto& tile : batch.tiles) {
      SHIJI_ASSERT(tile.hashes.size() == ledger::tile_width, "only full tiles are stored");
      const rocksdb::Slice value(reinterpret_cast<const char*>(tile.hashes.data()), tile_bytes);
      if (auto put = writes.Put(handles_[tiles], tile_key(tile.id), value); !put.ok()) return error_of(put, path_);
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    return status_of(db_->Write(options, &writes), path_);
  }

  ledger::Status put_checkpoint(TreeSize size, const std::string& note) override {
    const auto key = key_of(size.value);
    const auto cursor = iterate(checkpoints, false);
    cursor->SeekForPrev(key);
    if (cursor->Valid() && cursor->key() == key) cursor->Prev();  // signed again, by a newer key
    const auto before = cursor->Valid() ? number_of(view_of(cursor->key())) : 0;
    if (!cursor->status().ok()) return error_of(cursor->status(), path_);
    rocksdb::WriteOptions options;
    options.sync = true;
    return status_of(db_->Put(options, handles_[checkpoints], key, key_of(before) + note), path_);
  }

  ledger::Status each_chunk(Sequence from, const ChunkVisitor& visit) const override {
    const auto cursor = iterate(events, true);
    cursor->Seek(key_of(from.value));
    return visit_chunks(*cursor, visit);
  }

  std::unique_ptr<ChunkCursor> chunks_from(Sequence from) const override {
    auto cursor = iterate(events, true);
    cursor->Seek(key_of(from.value));
    return std::make_unique<RocksChunkCursor>(path_, std::move(cursor));
  }

  ledger::Result<Sequence> read_chunk(Sequence sequence, DecodedChunk& chunk) const override {
    const auto cursor = iterate(events, false);
    cursor->Seek(key_of(sequence.value));
    return decode_at(*cursor, chunk);
  }

  ledger::Result<Sequence> read_last_chunk(DecodedChunk& chunk) const override {
    const auto cursor = iterate(events, false);
    cursor->SeekToLast();
    return decode_at(*cursor, chunk);
  }

  ledger::Result<std::vector<Hash>> full_tile(TileId id) const override {
    rocksdb::PinnableSlice value;
    const auto got = db_->Get(rocksdb::ReadOptions(), handles_[tiles], tile_key(id), &value);
    if (!got.ok()) return error_of(got, path_ + " " + ledger::tile_path(id, ledger::tile_width));
    if (value.size() != tile_bytes) {
      return ledger::Error{ErrorCode::corrupt, ledger::tile_path(id, ledger::tile_width), "a tile is not 8,192 bytes"};
    }
    std::vector<Hash> hashes(ledger::tile_width);
    std::memcpy(hashes.data(), value.data(), tile_bytes);
    return hashes;
  }

  std::unique_ptr<TileCursor> tiles_of(std::uint32_t level) const override {
    // Tiles of the levels above lie far apart.
    return std::make_unique<RocksTileCursor>(level, path_, iterate(tiles, level == 0));
  }

  ledger::Status each_tile(Sequence from, const std::function<bool(TileId, std::string_view)>& visit) const override {
    const auto cursor = iterate(tiles, true);
    for (cursor->Seek(key_of(from.value)); cursor->Valid(); cursor->Next()) {
      const auto id = tile_of_key(view_of(cursor->key()));
      if (!id) return ledger::Error{ErrorCode::corrupt, path_, "a tile's key names none"};
      if (!visit(*id, view_of(cursor->value()))) return ledger::done();
    }
    return status_of(cursor->status(), path_);
  }

  ledger::Status each_checkpoint(const std::function<bool(const StoredCheckpoint&)>& visit) const override {
    const auto cursor = iterate(checkpoints, true);
    for (cursor->SeekToFirst(); cursor->Valid(); cursor->Next()) {
      const auto checkpoint = checkpoint_at(*cursor);
      if (!checkpoint) return checkpoint.failure();
      if (!visit(*checkpoint)) return ledger::done();
    }
    return status_of(cursor->status(), path_);
  }

  ledger::Result<std::string> last_checkpoint() const override {
    const auto cursor = iterate(checkpoints, false);
    cursor->SeekToLast();
    if (cursor->Valid()) {
      const auto last = checkpoint_at(*cursor);
      return last ? ledger::Result<std::string>(std::string(last->note)) : last.failure();
    }
    if (!cursor->status().ok()) return error_of(cursor->status(), path_);
    return ledger::Error{ErrorCode::not_found, path_, "no checkpoint was handed out yet"};
  }

  ledger::Status verify_files() const override {
    return status_of(db_->VerifyFileChecksums(rocksdb::ReadOptions()), path_);
  }

  ledger::Status flush_if_much() override {
    std::uint64_t bytes = 0;
    for (auto* handle : handles_) {
      std::uint64_t one = 0;
      if (db_->GetIntProperty(handle, rocksdb::DB::Properties::kCurSizeActiveMemTable, &one)) bytes += one;
    }
    if (bytes < flush_bytes_min) return ledger::done();
    return status_of(db_->Flush(rocksdb::FlushOptions(), handles_), path_);
  }

  ledger::Status snapshot_into(const std::string& path) const override {
    // The newest log is copied, not flushed: a reader must not shape the ledger's files.
    return store_snapshot(*db_, path, std::numeric_limits<std::uint64_t>::max());
  }

  std::uint64_t bytes_on_disk() const override {
    std::uint64_t bytes = 0;
    for (auto* handle : handles_) {
      std::uint64_t sst = 0;
      if (db_->GetIntProperty(handle, rocksdb::DB::Properties::kTotalSstFilesSize, &sst)) bytes += sst;
      std::uint64_t memory = 0;
      if (db_->GetIntProperty(handle, rocksdb::DB::Properties::kCurSizeAllMemTables, &memory)) bytes += memory;
    }
    return bytes;
  }

 private:
  [[nodiscard]] ledger::Result<StoredCheckpoint> checkpoint_at(const rocksdb::Iterator& cursor) const {
    constexpr std::size_t number_bytes = 8;
    const auto key = view_of(cursor.key());
    const auto value = view_of(cursor.value());
    if (key.size() != number_bytes || value.size() < number_bytes)
      return ledger::Error{ErrorCode::corrupt, path_, "a stored checkpoint is not one"};
    return StoredCheckpoint{{number_of(key)}, {number_of(value)}, value.substr(number_bytes)};
  }

  std::unique_ptr<rocksdb::Iterator> iterate(Family family, bool whole) const {
    rocksdb::ReadOptions options;
    options.fill_cache = !whole;
    if (whole) options.readahead_size = mebibyte;
    return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, handles_[family]));
  }

  ledger::Status visit_chunks(rocksdb::Iterator& cursor, const ChunkVisitor& visit) const {
    for (; cursor.Valid(); cursor.Next()) {
      const auto place = place_of_chunk(view_of(cursor.key()));
      if (!place) return ledger::Error{ErrorCode::corrupt, path_, no_such_key};
      if (!visit(place->first, view_of(cursor.value()))) return ledger::done();
    }
    return status_of(cursor.status(), path_);
  }

  ledger::Result<Sequence> decode_at(const rocksdb::Iterator& cursor, DecodedChunk& chunk) const {
    if (!cursor.Valid()) {
      if (!cursor.status().ok()) return error_of(cursor.status(), path_);
      return ledger::Error{ErrorCode::not_found, path_, "no such chunk"};
    }
    const auto place = place_of_chunk(view_of(cursor.key()));
    if (!place) return ledger::Error{ErrorCode::corrupt, path_, no_such_key};
    auto decoded = decode_chunk(view_of(cursor.value()), chunk);
    if (decoded && chunk.events.size() != place->events) {
      decoded = ledger::Error{ErrorCode::corrupt, path_, "it holds another number of events than its key says"};
    }
    if (decoded) return place->first;
    return ledger::Error{ErrorCode::corrupt, "chunk " + std::to_string(place->first.value), decoded.error()->detail};
  }

  std::string path_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace

std::string chunk_key(const ChunkPlace& place) {
  SHIJI_ASSERT(place.events > 0 && place.events <= chunk_events_limit, "a chunk holds 1 to 1,024 events");
  const auto before = place.events - 1;
  return key_of(place.end() - 1) + static_cast<char>(before >> 8) + static_cast<char>(before & 0xff);
}

std::optional<ChunkPlace> place_of_chunk(std::string_view key) {
  if (key.size() != chunk_key_bytes) return std::nullopt;
  const auto last = number_of(key);
  const auto before =
      static_cast<std::uint32_t>(static_cast<std::uint8_t>(key[8]) << 8 | static_cast<std::uint8_t>(key[9]));
  if (before >= chunk_events_limit || before > last) return std::nullopt;
  return ChunkPlace{{last - before}, before + 1};
}

ledger::Result<std::unique_ptr<ChainStore>> ChainStore::open(const std::string& path, Mode mode,
                                                             const Environment& environment) {
  auto options = database_options(environment);
  options.create_if_missing = mode == Mode::create;
  options.create_missing_column_families = mode == Mode::create;
  options.error_if_exists = mode == Mode::create;
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const auto opened = mode == Mode::open_read_only
                          ? rocksdb::DB::OpenForReadOnly(options, path, families(), &handles, &db)
                          : rocksdb::DB::Open(options, path, families(), &handles, &db);
  if (!opened.ok()) return error_of(opened, path);
  auto store = std::make_unique<RocksChainStore>(path, std::unique_ptr<rocksdb::DB>(db), std::move(handles));
  auto format = mode == Mode::create ? store->write_format() : store->check_format();
  if (!format) return format.failure();
  return std::unique_ptr<ChainStore>(std::move(store));
}

}  // namespace shiji::engine
