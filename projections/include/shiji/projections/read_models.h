// The read models, and how to keep and ask them: what the command line uses.
//
// What: `ReadModel` is one projection kept in its own RocksDB under <ledger>/projections/<name>: state and cursor in
// one batch, a write-back cache, a digest. It follows the owner's feed.
// Guarantees: state is a pure function of the events up to the cursor; delivering twice changes nothing; a gap or a
// broken link stops it (Error corrupt with the sequence). A state written by another version of a fold is thrown away.
// A projection's directory lets one process in: where another one follows, `open` gives a read model that asks it.
// Ownership: results own their bytes. Errors: see each method; what was folded before an error is kept.
// Threads: one thread at a time. Durability: state is derived; losing it costs a rebuild, never a fact.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/engine/owner/socket_service.h"
#include "shiji/projections/record.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::projections {

struct ReadModelInfo {
  std::string_view name;  ///< "attendance"
  std::uint32_t version;
  std::string_view key_name;  ///< "session", "teacher"
  std::string_view title_zh, title_en;
  /// Columns of the table form, in order: JSON key, Chinese head, English head.
  struct Column {
    std::string_view key, zh, en;
  };
  std::span<const Column> columns;
  /// The lists a record holds under `key`, as tables of their own.
  struct Table {
    std::string_view key, title_zh, title_en;
    std::span<const Column> columns;
  };
  std::span<const Table> tables;
};
/// All read models of this build, in the order of their names.
[[nodiscard]] std::span<const ReadModelInfo> read_models();

struct ReadModelStatus {
  std::string name;
  std::uint32_t version = 0;
  ledger::TreeSize cursor;        ///< events applied
  ledger::Hash cursor_leaf_hash;  ///< leaf hash of the last one
  std::uint64_t lag = 0;          ///< events behind the head
  ledger::Hash digest;
  std::uint64_t events_per_second = 0;  ///< of the last catch-up in this process; 0 before, or when the clock stood
  std::uint64_t keys = 0;
};

struct ReadModelOptions {
  /// Decoded states held in memory, at most. Default 48 MiB. Smaller reads the store more often, never gives another
  /// result.
  std::size_t cache_bytes = std::size_t{48} << 20;
  /// Events folded before they are written. Default 500,000. A crash folds at most twice as many again.
  std::uint64_t write_events = 500'000;
  /// Only what happened by this business date is folded. Default: everything. For a state of its own (replay.h): what
  /// is folded with another date is another state.
  std::optional<ledger::Date> happened_by = std::nullopt;
  /// How long to try while another process has the state and does not answer for it. Default 10 s.
  std::chrono::milliseconds wait = std::chrono::milliseconds(10'000);
};

/// Called with events done and events to do, now and then; may be empty.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

class ReadModel {
 public:
  /// `directory` is the ledger's. Of the environment, only the clock is used (for events_per_second).
  /// Errors: not_found for an unknown name; already_open when another process has it and does not answer; io, corrupt.
  [[nodiscard]] static ledger::Result<std::unique_ptr<ReadModel>> open(std::string_view name,
                                                                       const std::string& directory,
                                                                       engine::Environment environment,
                                                                       ReadModelOptions options = {});
  virtual ~ReadModel() = default;
  /// Folds up to the owner's head. Errors: corrupt with the sequence of a gap or a broken link, or when the ledger is
  /// not the one that was followed; bad_document; io.
  [[nodiscard]] virtual ledger::Status catch_up(const engine::Owner& owner, const Progress& progress) = 0;
  /// Throws the state away: the next catch-up folds from event 0. already_open when another process keeps it.
  [[nodiscard]] virtual ledger::Status reset() = 0;
  /// not_found when there is no such key. The record's first field is the key under its name.
  [[nodiscard]] virtual ledger::Result<Record> find(std::string_view key) const = 0;
  /// Every key in byte order; stop by returning false.
  [[nodiscard]] virtual ledger::Status each(const std::function<bool(const Record&)>& visit) const = 0;
  [[nodiscard]] virtual ledger::Result<ReadModelStatus> status(const engine::Owner& owner) const = 0;
};

/// Answers for a read model that was opened here, on `socket` in its directory, until the service goes. `owner`'s
/// ledger is its ledger. `folding` is held while it answers: hold it while the model catches up. All three outlive the
/// service. Errors: io.
[[nodiscard]] ledger::Result<std::unique_ptr<engine::SocketService>> answer_for(ReadModel& model, std::string_view name,
                                                                                const engine::Owner& owner,
                                                                                std::mutex& folding);

/// Several read models in one pass over the feed, side by side on all processors, in at most seven batches of events of
/// 4 MiB. Same results as catch_up on each. `models` come from ReadModel::open.
[[nodiscard]] ledger::Status catch_up_together(std::span<ReadModel* const> models, const engine::Owner& owner,
                                               const Progress& progress);

}  // namespace shiji::projections
