// One ledger that grows: what appending, opening, verifying, projecting and proving come to at 1/100, 1/10 and all of
// it.
//
// Each figure is one run, in a process of its own (growth_tasks.h); what is compared with the beginning comes from the
// same ledger. Opening is the median of three.
#include "groups.h"
#include "owner/ledger_directory.h"
#include "process.h"
#include "workload.h"

#include <filesystem>

namespace shiji::bench {

namespace {

using nlohmann::ordered_json;

constexpr int openings = 3;
constexpr std::uint32_t killed_sessions = 10'000'000;  // sessions from here on belong to what is killed
constexpr std::uint64_t killed_events_max = 200'000;

ordered_json run_task(const char* name, const std::string& ledger, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"--task", name, "--ledger", ledger};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_child(std::move(arguments));
}

double open_ms(const std::string& ledger) { return run_task("open", ledger)["open_ms"]; }

/// Appends for a while, is killed while it does, and is opened again.
double open_after_kill_ms(const std::string& ledger, std::uint64_t events, std::uint32_t session) {
  Child child({"--task", "append-until-killed", "--ledger", ledger, "--to", std::to_string(events), "--session",
               std::to_string(session)});
  (void)child.read_line();
  child.kill();
  return open_ms(ledger);
}

struct Growth {
  const BenchOptions& options;
  std::string ledger;
  ordered_json points = ordered_json::array(), steps = ordered_json::array();
  std::uint32_t killed = 0;  ///< how often

  void append(std::uint64_t from, std::uint64_t to) {
    const auto step = std::max<std::uint64_t>(1, options.events / 20);
    auto told = run_task("append", ledger,
                         {"--from", std::to_string(from), "--to", std::to_string(to), "--step", std::to_string(step)});
    for (auto& one : told["steps"]) steps.push_back(one);
    told["append_rate"] = told["steps"].back()["append_rate"];
    told.erase("steps");
    told["events"] = to;
    points.push_back(std::move(told));
  }

  void measure(std::uint64_t events) {
    auto& point = points.back();
    std::vector<double> clean, killed_ones;
    for (int i = 0; i < openings; ++i) clean.push_back(open_ms(ledger));
    point["bytes_on_disk"] =
        bytes_without_logs(engine::chain_path(ledger)) + bytes_without_logs(engine::index_path(ledger));
    point["events_on_disk"] = run_task("open", ledger)["events"];
    point["verification"] = run_task("verify", ledger);
    point["projection"] = run_task("project", ledger);
    point["proofs"] = run_task("prove", ledger, {"--samples", options.events >= 100'000'000 ? "500" : "30"});
    const auto until_killed = std::min(killed_events_max, events / 10);
    for (int i = 0; i < openings; ++i, ++killed) {
      killed_ones.push_back(open_after_kill_ms(ledger, until_killed, killed_sessions + killed * 100'000));
    }
    point["open_ms"] = median(clean);
    point["open_after_kill_ms"] = median(killed_ones);
    point["open_runs_ms"] = clean;
    point["open_after_kill_runs_ms"] = killed_ones;
  }

  /// Events of the steps between two sizes, over their seconds.
  [[nodiscard]] double rate_between(std::uint64_t from, std::uint64_t to) const {
    double seconds = 0;
    std::uint64_t events = 0;
    std::uint64_t before = 0;
    for (const auto& step : steps) {
      const auto at = step["events"].get<std::uint64_t>();
      if (at > from && at <= to) {
        events += at - before;
        seconds += static_cast<double>(at - before) / step["append_rate"].get<double>();
      }
      before = at;
    }
    return static_cast<double>(events) / seconds;
  }

  /// The compacted ledger, without logs and vault.
  [[nodiscard]] double bytes_an_event() {
    (void)run_task("compact", ledger);
    const auto bytes = bytes_without_logs(engine::chain_path(ledger)) + bytes_without_logs(engine::index_path(ledger));
    return static_cast<double>(bytes) / run_task("open", ledger)["events"].get<double>();
  }
};

Line alone(std::string name, std::string unit, Reach compared, double reach, double value) {
  Line line{std::move(name), std::move(unit), "", compared, reach};
  line.values = {value};
  return line;
}

Line beside(std::string name, std::string baseline, double reach, double value, double baseline_value) {
  Line line{std::move(name), "events/s", std::move(baseline), Reach::ratio_at_least, reach};
  line.values = {value};
  line.baselines = {baseline_value};
  return line;
}

double largest(const ordered_json& points, const char* path) {
  const ordered_json::json_pointer what(path);
  double most = 0;
  for (const auto& point : points) most = std::max(most, point.at(what).get<double>());
  return most;
}

double sum(const ordered_json& points, const char* what) {
  double all = 0;
  for (const auto& point : points) all += point[what].get<double>();
  return all;
}

void add_memory(const ordered_json& points, std::vector<Line>& lines) {
  constexpr double reach_mib = 512;
  lines.push_back(
      alone("growth: memory while appending", "MiB", Reach::value_at_most, reach_mib, largest(points, "/rss_mib")));
  lines.back().note = "VmHWM, with about 30 MiB of submissions made beforehand";
  lines.push_back(alone("growth: memory while verifying", "MiB", Reach::value_at_most, reach_mib,
                        largest(points, "/verification/rss_mib")));
  lines.push_back(alone("growth: memory while projecting", "MiB", Reach::value_at_most, reach_mib,
                        largest(points, "/projection/rss_mib")));
}

void add_writing(Growth& growth, std::vector<Line>& lines) {
  const auto values = sum(growth.points, "flushed_value_bytes");
  const auto tables = sum(growth.points, "table_bytes");
  const auto logs = sum(growth.points, "log_bytes");
  lines.push_back(
      alone("growth: disk after compaction", "bytes/event", Reach::value_at_most, 130, growth.bytes_an_event()));
  lines.back().note = "sign-ins and sign-outs with their sessions; chain and index, without logs and vault";
  lines.push_back(alone("growth: write amplification without WAL", "x", Reach::value_at_most, 1.6, tables / values));
  lines.back().note =
      "bytes of table files flushed and compacted, over those of the values flushed, by RocksDB's event log";
  lines.push_back(
      alone("growth: write amplification with WAL", "x", Reach::value_at_most, 3, (tables + logs) / values));
}

void add_reading(const ordered_json& last, std::vector<Line>& lines) {
  constexpr double nearly_all = 0.99;
  const auto p99 = [&](const char* what) {
    return percentile(last["proofs"][what].get<std::vector<double>>(), nearly_all);
  };
  lines.push_back(alone("growth: inclusion proof, warm, p99", "us", Reach::value_at_most, 100, p99("warm_us")));
  lines.push_back(alone("growth: inclusion proof, cold, p99", "us", Reach::value_at_most, 1'000, p99("cold_us")));
  lines.push_back(alone("growth: whole proof file, warm, p99", "us", Reach::none, 0, p99("proof_file_us")));
  lines.back().note = "with the event's bytes and the checkpoint, whose signature is checked again";
  lines.push_back(alone("growth: open after a clean stop", "ms", Reach::value_at_most, 1'000, last["open_ms"]));
  lines.push_back(alone("growth: open after kill -9", "ms", Reach::value_at_most, 3'000, last["open_after_kill_ms"]));
}

}  // namespace

GroupResult growth_lines(const BenchOptions& options) {
  Growth growth{options, options.directory + "/growth"};
  prepare_ledger(growth.ledger, 0);
  std::uint64_t from = 0;
  for (const std::uint64_t part : {100, 10, 1}) {
    const auto to = options.events / part;
    growth.append(from, to);
    growth.measure(to);
    from = to;
  }
  const auto tenth = options.events / 10;
  const auto& early = growth.points[1];
  const auto& last = growth.points.back();
  const auto all = std::to_string(options.events) + " events";
  std::vector<Line> lines;
  lines.push_back(beside("growth: append to " + all, "the first tenth", 0.9,
                         growth.rate_between(options.events - tenth, options.events), growth.rate_between(0, tenth)));
  lines.push_back(beside("growth: verification of all of it", "the first tenth", 0.9,
                         last["verification"]["verify_rate"], early["verification"]["verify_rate"]));
  add_memory(growth.points, lines);
  add_writing(growth, lines);
  add_reading(last, lines);
  GroupResult result{std::move(lines), {{"points", growth.points}, {"steps", growth.steps}}};
  std::filesystem::remove_all(growth.ledger);
  return result;
}

}  // namespace shiji::bench
