// IndexStore: the derived index on disk, a RocksDB without a log, fed only by committed events, disposable.
//
// Keys (one column family, so that its cursor is never ahead of its content):
//   c                             cursor: tree size, leaf hash of the last event indexed, number of streams
//   h<stream>                     head of a stream
//   p<stream>\0<version u64 BE>   sequences of that version and those after it, until the next posting of the stream
//   s<submission id>              content digest, first sequence, events in all
//   d<decision key>               decision state
// Guarantees: a crash leaves the state of an earlier write; the rest is folded again from the chunks.
// Threads: `write` from one thread at a time, reading from any thread.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace shiji::engine {

struct StreamHead {
  ledger::Version version;
  ledger::Sequence sequence;
  ledger::Hash leaf_hash;
};

struct SubmissionEntry {
  ledger::Hash digest;
  ledger::Sequence first;
  std::uint64_t events = 0;  ///< submitted and added by rules
};

struct IndexCursor {
  ledger::TreeSize tree_size;
  ledger::Hash leaf_hash;
  std::uint64_t streams = 0;
};

/// A text with its hash, for looking it up in several maps.
struct HashedText {
  explicit HashedText(std::string_view name) : text(name), hash(std::hash<std::string_view>{}(name)) {}
  std::string_view text;
  std::size_t hash;
};

/// Hashes strings and views of strings alike, so that looking up copies nothing. Not noexcept on purpose: libstdc++
/// keeps the hash in each node then, and walking a bucket does not hash its strings again.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  std::size_t operator()(const HashedText& hashed) const { return hashed.hash; }
};
struct TextEqual {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return a == b; }
  bool operator()(const HashedText& a, std::string_view b) const { return a.text == b; }
  bool operator()(std::string_view a, const HashedText& b) const { return a == b.text; }
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, TextEqual>;

/// What changed since the last write, in memory. Not ordered: look-ups are many, prefix scans are few.
struct IndexChanges {
  struct Postings {
    ledger::Version first;
    std::vector<ledger::Sequence> sequences;
  };
  TextMap<StreamHead> heads;
  TextMap<Postings> postings;
  TextMap<SubmissionEntry> submissions;
  TextMap<std::string> decisions;
  IndexCursor cursor;
  std::size_t bytes = 0;  ///< rough memory
};

class IndexStore {
 public:
  /// Opens or makes it. `read_only` opens what is there.
  [[nodiscard]] static ledger::Result<std::unique_ptr<IndexStore>> open(const std::string& path,
                                                                        const Environment& environment, bool read_only);
  /// Removes everything: the index is derived.
  [[nodiscard]] static ledger::Status destroy(const std::string& path, const Environment& environment);
  virtual ~IndexStore() = default;

  [[nodiscard]] virtual ledger::Status write(const IndexChanges& changes) = 0;
  [[nodiscard]] virtual ledger::Status flush() = 0;

  [[nodiscard]] virtual ledger::Result<IndexCursor> cursor() const = 0;  ///< size 0 when new
  [[nodiscard]] virtual ledger::Result<std::optional<StreamHead>> head(std::string_view stream) const = 0;
  [[nodiscard]] virtual ledger::Result<std::optional<SubmissionEntry>> submission(std::string_view id) const = 0;
  /// The first `limit` decision keys from `from` on, in byte order, until `visit` returns false.
  [[nodiscard]] virtual ledger::Status decisions_from(
      std::string_view from, std::size_t limit,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
  [[nodiscard]] virtual ledger::Status scan_decisions(
      std::string_view prefix,
      const std::function<void(std::string_view key, std::string_view value)>& visit) const = 0;
  /// Sequences of a stream from `from` on, in order, as far as indexed.
  [[nodiscard]] virtual ledger::Result<std::vector<ledger::Sequence>> postings(std::string_view stream,
                                                                               ledger::Version from) const = 0;
  /// Every stream head in byte order (for verification).
  [[nodiscard]] virtual ledger::Status each_head(
      const std::function<bool(std::string_view stream, const StreamHead& head)>& visit) const = 0;
  [[nodiscard]] virtual std::uint64_t bytes_on_disk() const = 0;
};

}  // namespace shiji::engine
