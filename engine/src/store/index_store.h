// IndexStore: the derived index on disk, a RocksDB without a log, fed only by committed events, disposable.
//
// Keys (one column family, so that its cursor is never ahead of its content):
//   c                             cursor: tree size, leaf hash of the last event indexed, number of streams
//   h<bucket u16 BE><stream>      where a stream stands, and its unit; its bucket: see
//   shiji/ledger/chain/stream_heads.h p<bucket><stream>\0<version u64 BE>  sequences of that version and those after
//   it, until the stream's next posting or
//                                 its head, whose own sequence stands there: most streams have one event and no posting
//   t, k, K                       what stream heads are recorded from (bucket_index.h)
//   s<submission id>              content digest, first sequence, events in all
//   d<decision key>               decision state
//   m<group>                      a group of the decision state, a MemberTable
// Guarantees: a crash leaves the state of an earlier write; the rest is folded again from the chunks.
// Threads: `write` from one thread at a time, reading from any thread.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"
#include "store/bucket_index.h"
#include "store/index_changes.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shiji::engine {

/// What lies under names; a stream's name comes behind its bucket.
enum class IndexFamily : char { streams = 'h', postings = 'p', submissions = 's', decisions = 'd', groups = 'm' };

/// The entries of a family in byte order of their keys, as they are stored.
class IndexEntries {
 public:
  virtual ~IndexEntries() = default;
  [[nodiscard]] virtual bool at_end() const = 0;
  virtual void next() = 0;
  [[nodiscard]] virtual std::string_view key() const = 0;    ///< valid until `next`
  [[nodiscard]] virtual std::string_view value() const = 0;  ///< valid until `next`
  /// Whether the end was one, or a failure to read.
  [[nodiscard]] virtual ledger::Status status() const = 0;
};

/// From the first to the last.
struct BucketRange {
  ledger::StreamBucket first = 0;
  ledger::StreamBucket last = ledger::stream_buckets - 1;
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
  [[nodiscard]] virtual ledger::Result<std::optional<StreamEntry>> stream(std::string_view name) const = 0;
  [[nodiscard]] virtual ledger::Result<std::optional<SubmissionEntry>> submission(std::string_view id) const = 0;
  [[nodiscard]] virtual ledger::Result<std::optional<std::string>> decision(std::string_view key) const = 0;
  /// The first `limit` decision keys from `from` on, in byte order, until `visit` returns false.
  [[nodiscard]] virtual ledger::Status decisions_from(
      std::string_view from, std::size_t limit,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
  [[nodiscard]] virtual ledger::Status scan_decisions(
      std::string_view prefix,
      const std::function<void(std::string_view key, std::string_view value)>& visit) const = 0;
  [[nodiscard]] virtual ledger::Result<std::optional<ledger::MemberTable>> group(std::string_view name) const = 0;
  /// Sequences of a stream from `from` on, in order, as far as indexed.
  [[nodiscard]] virtual ledger::Result<std::vector<ledger::Sequence>> postings(std::string_view stream,
                                                                               ledger::Version from) const = 0;
  /// Every stream of these buckets with its head and postings, in the order of buckets and names, in one pass.
  using StreamVisitor =
      std::function<bool(std::string_view stream, const StreamHead& head, std::span<const ledger::Sequence> postings)>;
  [[nodiscard]] virtual ledger::Status each_stream(const BucketRange& buckets, const StreamVisitor& visit) const = 0;
  [[nodiscard]] virtual std::unique_ptr<IndexEntries> entries(IndexFamily family) const = 0;
  /// Every name of every family, until `visit` returns false.
  using NameVisitor = std::function<bool(IndexFamily family, std::string_view name)>;
  [[nodiscard]] virtual ledger::Status each_name(const NameVisitor& visit) const = 0;
  [[nodiscard]] virtual BucketIndex buckets() const = 0;
  /// Its files as they are now, in a directory that is not there yet; flushes, because it has no log.
  [[nodiscard]] virtual ledger::Status snapshot_into(const std::string& path) const = 0;
  /// Reads every table file whole against its checksum: also bytes that no read would touch.
  [[nodiscard]] virtual ledger::Status verify_files() const = 0;
  [[nodiscard]] virtual std::uint64_t bytes_on_disk() const = 0;
};

}  // namespace shiji::engine
