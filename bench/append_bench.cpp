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

enum class Events : std::uint8_t { licheng_year, sign_ins };

struct AppendShape {
  const char* name;
  std::uint32_t submission_events;
  Reach compared = Reach::none;
  double reach = 0;
  Opinions opinions = Opinions::left_out;
  Events events = Events::licheng_year;
  std::uint32_t random_bytes = 0;  ///< in each sign-in
};

// Raw puts check no signatures: opinions that experts sign themselves are appended in a line of their own.
constexpr std::array append_shapes{
    AppendShape{"append, Licheng, 1,024 a submission", 1'024, Reach::ratio_at_least, 1.3},
    AppendShape{"append, Licheng, 8,192 a submission", 8'192, Reach::ratio_at_least, 1.5},
    AppendShape{"append, Licheng, 64 a submission", 64, Reach::ratio_at_least, 1.0},
    AppendShape{.name = "append, Licheng with experts' opinions, 1,024 a submission",
                .submission_events = 1'024,
                .opinions = Opinions::signed_by_experts},
    // Most of an event does not compress then.
    AppendShape{.name = "append, sign-ins, 256 random bytes in each, 1,024 a submission",
                .submission_events = 1'024,
                .compared = Reach::ratio_at_least,
                .reach = 1.0,
                .events = Events::sign_ins,
                .random_bytes = 256},
    AppendShape{.name = "append, sign-ins, 1,024 a submission", .submission_events = 1'024, .events = Events::sign_ins},
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
  if (shape.events == Events::licheng_year) {
    year.copy_ledger(ledger);
    return year.workload(shape.submission_events, shape.opinions);
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
  auto workload = year.workload(1'024, Opinions::left_out);
  double events = 0;  // with those the ledger had before
  {
    const auto owner = open_ledger(ledger);
    append_all(*owner, std::move(workload.submissions));
    events = static_cast<double>(owner->head()->tree_size.value);
  }
  (void)run_child({"--task", "compact", "--ledger", ledger});
  Line line{"disk, the year without telemetry batches", "bytes/event", "", Reach::value_at_most, 130};
  const auto chain = static_cast<double>(bytes_without_logs(engine::chain_path(ledger))) / events;
  const auto index = static_cast<double>(bytes_without_logs(engine::index_path(ledger))) / events;
  line.values = {chain + index};
  line.note = "chain " + std::to_string(chain) + " and index " + std::to_string(index) +
              " after compaction, without logs and vault";
  return line;
}

}  // namespace

GroupResult append_lines(const BenchOptions& options) {
  GroupResult result;
  const LichengYear year(options.directory + "/year", options.year_ppm);
  for (const auto& shape : append_shapes) {
    if (std::string_view(shape.name).find(options.match) == std::string_view::npos) continue;
    Line line{shape.name, "events/s", "raw puts, as many syncs", shape.compared, shape.reach};
    Line beside{shape.name + std::string(", peer synced each"), "events/s", "raw puts, each submission synced"};
    for (int pair = 0; pair < options.pairs; ++pair) run_pair(options, shape, year, line, beside);
    result.lines.push_back(std::move(line));
    result.lines.push_back(std::move(beside));
  }
  if (options.match.empty()) result.lines.push_back(disk_line(options, year));
  for (const auto* made : {"/append", "/raw", "/year"}) std::filesystem::remove_all(options.directory + made);
  return result;
}

}  // namespace shiji::bench
