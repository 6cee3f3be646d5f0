// ChainStore: the durable part of a ledger, one RocksDB. Chunks, tiles, checkpoints.
//
// Column families: events (last sequence u64 BE, events before it u16 BE -> chunk), tiles (last leaf u64 BE, level u8
// -> 256 hashes), checkpoints (tree size u64 BE -> tree size of the one before, u64 BE, and the signed note), default
// ("format" -> decimal text). Guarantees: `commit` writes one WriteBatch with sync, whole or not at all. After a failed
// write the caller stops. Threads: `commit` and `put_checkpoint` from one thread at a time; reading from any thread.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/chain/tree.h"
#include "shiji/ledger/result.h"
#include "store/chunk.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shiji::engine {

inline constexpr std::uint32_t ledger_format = 1;

/// Where a chunk lies. Its key begins with the last sequence, so that whoever looks for an event goes forward to its
/// chunk and reads nothing before it.
struct ChunkPlace {
  ledger::Sequence first;
  std::uint32_t events = 0;  ///< 1 to chunk_events_limit

  [[nodiscard]] std::uint64_t end() const { return first.value + events; }
};
[[nodiscard]] std::string chunk_key(const ChunkPlace& place);
/// nullopt: no chunk has such a key.
[[nodiscard]] std::optional<ChunkPlace> place_of_chunk(std::string_view key);

struct CommitBatch {
  struct Chunk {
    ChunkPlace place;
    std::string value;
  };
  struct Tile {
    ledger::TileId id;
    std::vector<ledger::Hash> hashes;  // 256
  };
  std::vector<Chunk> chunks;
  std::vector<Tile> tiles;
};

/// Full tiles of one level in rising order, for reading all of them.
class TileCursor {
 public:
  virtual ~TileCursor() = default;
  /// The stored bytes of tile `index`, 8,192 when they are right; good until the next call. not_found, corrupt.
  [[nodiscard]] virtual ledger::Result<std::string_view> read(std::uint64_t index) = 0;
};

/// Stored chunks in rising order, for whoever takes some of them at a time.
class ChunkCursor {
 public:
  struct Chunk {
    ChunkPlace place;
    std::string_view stored;  ///< good until the next call
  };
  virtual ~ChunkCursor() = default;
  /// nullopt at the end. corrupt: what is there cannot be read, and the cursor goes no further.
  [[nodiscard]] virtual ledger::Result<std::optional<Chunk>> next() = 0;
};

/// Each names the one before, so that none of them can be taken out but the last, which HEAD names.
struct StoredCheckpoint {
  ledger::TreeSize size;
  ledger::TreeSize before;  ///< 0: it is the first
  std::string_view note;
};

class ChainStore {
 public:
  enum class Mode { create, open, open_read_only };
  [[nodiscard]] static ledger::Result<std::unique_ptr<ChainStore>> open(const std::string& path, Mode mode,
                                                                        const Environment& environment);
  virtual ~ChainStore() = default;

  [[nodiscard]] virtual ledger::Status commit(const CommitBatch& batch) = 0;
  [[nodiscard]] virtual ledger::Status put_checkpoint(ledger::TreeSize size, const std::string& note) = 0;

  /// Stored chunks in order from the one that holds `from`, or else the first behind it. A read error ends it with
  /// corrupt.
  using ChunkVisitor = std::function<bool(ledger::Sequence first, std::string_view stored)>;
  [[nodiscard]] virtual ledger::Status each_chunk(ledger::Sequence from, const ChunkVisitor& visit) const = 0;
  /// The same, some at a time.
  [[nodiscard]] virtual std::unique_ptr<ChunkCursor> chunks_from(ledger::Sequence from) const = 0;
  /// The chunk that holds `sequence`, or else the first behind it; its first sequence.
  [[nodiscard]] virtual ledger::Result<ledger::Sequence> read_chunk(ledger::Sequence sequence,
                                                                    DecodedChunk& chunk) const = 0;
  /// The last chunk; not_found when there is none.
  [[nodiscard]] virtual ledger::Result<ledger::Sequence> read_last_chunk(DecodedChunk& chunk) const = 0;

  [[nodiscard]] virtual ledger::Result<std::vector<ledger::Hash>> full_tile(ledger::TileId id) const = 0;
  [[nodiscard]] virtual std::unique_ptr<TileCursor> tiles_of(std::uint32_t level) const = 0;
  /// Those whose last event is `from` or behind it, in the order in which they became full.
  [[nodiscard]] virtual ledger::Status each_tile(
      ledger::Sequence from, const std::function<bool(ledger::TileId id, std::string_view stored)>& visit) const = 0;
  [[nodiscard]] virtual ledger::Status each_checkpoint(
      const std::function<bool(const StoredCheckpoint& checkpoint)>& visit) const = 0;
  /// Its note.
  [[nodiscard]] virtual ledger::Result<std::string> last_checkpoint() const = 0;

  /// Writes what only the log holds into table files when it is much: the next opening need not replay it.
  [[nodiscard]] virtual ledger::Status flush_if_much() = 0;
  /// Its files as they are now, in a directory that is not there yet: links where they never change. One moment for
  /// all.
  [[nodiscard]] virtual ledger::Status snapshot_into(const std::string& path) const = 0;
  /// Reads every table file whole against its checksum: also bytes that no read would touch.
  [[nodiscard]] virtual ledger::Status verify_files() const = 0;
  /// Bytes of its files, from the file system.
  [[nodiscard]] virtual std::uint64_t bytes_on_disk() const = 0;
};

}  // namespace shiji::engine
