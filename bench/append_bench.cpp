// Append of the Licheng year with rules on and the index caught up, beside raw RocksDB: one put an event, the same
// bytes, the same syncs.
//
// The ledger decides for itself how many waiting submissions one sync covers. The raw store is told to sync as often as
// the ledger did in the run before it; beside that stands a run that syncs once a submission, which the ledger need
// not.
#include "counted_disk.h"
#include "groups.h"
#include "licheng_year.h"
#include "owner/ledger_directory.h"
#include "process.h"
#include "raw_store.h"

#include <filesystem>

namespace shiji::bench {

namespace {

struct AppendShape {
  const char* name;
  std::uint32_t submission_events;
  std::uint32_t random_bytes;
  double reach;
};

// Real events compress to about a quarter; with 256 random bytes in each, most of an event does not.
constexpr std::array append_shapes{
    AppendShape{"append, 1,024 a submission", 1'024, 0, 1.3},
    AppendShape{"append, 8,192 a submission", 8'192, 0, 1.5},
    AppendShape{"append, 64 a submission", 64, 0, 1.0},
    AppendShape{"append, 1,024, incompressible payloads", 1'024, 256, 1.0},
};

double append(const std::string& path, Workload workload, const std::shared_ptr<DiskCounts>& counts) {
  return seconds_of([&] {
    auto owner = open_ledger(path, counted_environment(counts));
    append_all(*owner, std::move(workload.submissions));
    owner.reset();  // writes and flushes the index: it is caught up
  });
}

double raw_puts(const std::string& path, const Workload& workload, std::uint64_t syncs) {
  RawStore raw(path);
  return seconds_of([&] { raw.put_all(workload, syncs); });
}

/// What a shape appends, and the ledger that takes it.
Workload prepare(const BenchOptions& options, const AppendShape& shape, const LichengYear& year,
                 const std::string& ledger) {
  if (shape.random_bytes == 0) {
    year.copy_ledger(ledger);
    return year.workload(shape.submission_events);
  }
  prepare_ledger(ledger, options.sessions);
  return make_workload(
      ledger,
      {.sessions = options.sessions, .submission_events = shape.submission_events, .random_bytes = shape.random_bytes});
}

void run_pair(const BenchOptions& options, const AppendShape& shape, const LichengYear& year, Line& line,
              Line& beside) {
  const auto ledger = options.directory + "/append";
  const auto raw = options.directory + "/raw";
  const auto workload = prepare(options, shape, year, ledger);
  const auto events = static_cast<double>(workload.events);
  const auto counts = std::make_shared<DiskCounts>();
  line.values.push_back(events / append(ledger, workload, counts));
  line.baselines.push_back(events / raw_puts(raw, workload, counts->log_syncs));
  beside.values.push_back(line.values.back());
  beside.baselines.push_back(events / raw_puts(raw, workload, workload.submissions.size()));
}

/// The year compacted, without logs and vault.
Line disk_line(const BenchOptions& options, const LichengYear& year) {
  const auto ledger = options.directory + "/append";
  year.copy_ledger(ledger);
  auto workload = year.workload(1'024);
  const auto events = static_cast<double>(workload.events);
  append_all(*open_ledger(ledger), std::move(workload.submissions));
  (void)run_child({"--task", "compact", "--ledger", ledger});
  Line line{"disk, the year without telemetry batches", "bytes/event", "", Reach::value_at_most, 130};
  line.values = {static_cast<double>(bytes_without_logs(engine::chain_path(ledger)) +
                                     bytes_without_logs(engine::index_path(ledger))) /
                 events};
  line.note = "chain and index after compaction, without logs and vault";
  return line;
}

}  // namespace

GroupResult append_lines(const BenchOptions& options) {
  GroupResult result;
  const LichengYear year(options.directory + "/year", options.year_ppm);
  for (const auto& shape : append_shapes) {
    Line line{shape.name, "events/s", "raw puts, as many syncs", Reach::ratio_at_least, shape.reach};
    Line beside{shape.name + std::string(", peer synced each"), "events/s", "raw puts, each submission synced"};
    for (int pair = 0; pair < options.pairs; ++pair) run_pair(options, shape, year, line, beside);
    result.lines.push_back(std::move(line));
    result.lines.push_back(std::move(beside));
  }
  result.lines.push_back(disk_line(options, year));
  for (const auto* made : {"/append", "/raw", "/year"}) std::filesystem::remove_all(options.directory + made);
  return result;
}

}  // namespace shiji::bench
