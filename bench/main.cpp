// shiji_bench: runs the benchmarks, prints the table, writes one JSON file with machine, method and every figure.
#include "groups.h"
#include "growth_tasks.h"
#include "report.h"

#include <CLI/CLI.hpp>

#include <array>
#include <filesystem>
#include <fstream>

namespace shiji::bench {

std::span<const Group> groups() {
  static constexpr std::array all{
      Group{"append", append_lines},         Group{"single", single_lines},       Group{"verify", verify_lines},
      Group{"projection", projection_lines}, Group{"stream", stream_lines},       Group{"growth", growth_lines},
      Group{"lecture", lecture_lines},       Group{"enrolment", enrolment_lines}, Group{"import", import_lines},
      Group{"cycle", cycle_lines},
  };
  return all;
}

namespace {

using nlohmann::ordered_json;

struct Arguments {
  BenchOptions options;
  std::string out;
  std::vector<std::string> only;
  bool quick = false;
};

bool wanted(const Arguments& arguments, std::string_view name) {
  return arguments.only.empty() ||
         std::find(arguments.only.begin(), arguments.only.end(), name) != arguments.only.end();
}

ordered_json head_of_report(const Arguments& arguments) {
  const auto& options = arguments.options;
  const auto* commit = std::getenv("SHIJI_BENCH_COMMIT");
  return {
      {"machine", machine(options.directory)},
      {"commit", commit == nullptr ? "unknown" : commit},
      {"method", "figure and baseline in pairs, interleaved, fresh directories, warm page cache unless said; medians"},
      {"quick", arguments.quick},
      {"pairs", options.pairs},
      {"year_ppm", options.year_ppm},
      {"sessions", options.sessions},
      {"verified_sessions", options.verified_sessions},
      {"single_appends", options.single_appends},
      {"grouped_appends", options.grouped_appends},
      {"events", options.events},
      {"streams", options.streams},
      {"seconds", options.seconds},
      {"import_rows", options.import_rows},
      {"cycle_events", options.cycle_events},
      {"lines", ordered_json::array()}};
}

void run(const Arguments& arguments) {
  std::filesystem::remove_all(arguments.options.directory);
  std::filesystem::create_directories(arguments.options.directory);
  auto report = head_of_report(arguments);
  print_head();
  for (const auto& group : groups()) {
    if (!wanted(arguments, group.name)) continue;
    const auto result = group.run(arguments.options);
    for (const auto& line : result.lines) {
      print(line);
      auto json = described(line);
      json["group"] = group.name;
      report["lines"].push_back(std::move(json));
    }
    if (!result.more.is_null()) report[std::string(group.name)] = result.more;
    // After every group: who stops a long run keeps what it has measured.
    if (!arguments.out.empty()) std::ofstream(arguments.out) << report.dump(2) << "\n";
  }
  std::filesystem::remove_all(arguments.options.directory);
}

/// Sizes that --quick gives are defaults: what is said beside it holds.
void add_sizes(CLI::App& app, BenchOptions& options) {
  app.add_option("--pairs", options.pairs, "paired runs of each line");
  app.add_option("--year-ppm", options.year_ppm, "how much of the Licheng year is appended, in millionths");
  app.add_option("--sessions", options.sessions, "training sessions where events are appended, 320 events each");
  app.add_option("--verified-sessions", options.verified_sessions, "the same of the ledger that is verified");
  app.add_option("--single-appends", options.single_appends, "events appended one at a time");
  app.add_option("--grouped-appends", options.grouped_appends, "events appended with 64 outstanding");
  app.add_option("--events", options.events, "events of the growth lines");
  app.add_option("--streams", options.streams, "streams among which one is read");
  app.add_option("--seconds", options.seconds, "how long the city lecture lasts");
  app.add_option("--import-rows", options.import_rows, "rows of the year-end import");
  app.add_option("--cycle-events", options.cycle_events, "events of the district's five-year cycle");
  app.add_option("--match", options.match, "of the append lines those whose name holds this text");
}

/// How this program runs itself again; nobody else calls it so.
int run_task(const CLI::App& app, const std::string& name, const TaskArguments& arguments) {
  for (const auto& task : tasks()) {
    if (task.name != name) continue;
    task.run(arguments);
    return 0;
  }
  std::fputs(app.help().c_str(), stderr);
  return 2;
}

void add_task(CLI::App& app, std::string& name, TaskArguments& arguments) {
  const std::string hidden;
  app.add_option("--task", name)->group(hidden);
  app.add_option("--ledger", arguments.ledger)->group(hidden);
  app.add_option("--from", arguments.from)->group(hidden);
  app.add_option("--to", arguments.to)->group(hidden);
  app.add_option("--step", arguments.step)->group(hidden);
  app.add_option("--session", arguments.session)->group(hidden);
  app.add_option("--samples", arguments.samples)->group(hidden);
}

}  // namespace

}  // namespace shiji::bench

int main(int argc, char** argv) {
  shiji::bench::Arguments arguments;
  for (int i = 1; i < argc; ++i) arguments.quick = arguments.quick || std::string_view(argv[i]) == "--quick";
  if (arguments.quick) arguments.options = shiji::bench::quick_options();
  auto place = std::filesystem::temp_directory_path().string();
  std::vector<std::string> names;
  for (const auto& group : shiji::bench::groups()) names.emplace_back(group.name);

  CLI::App app{"Benchmarks of Shiji, each beside a baseline from the same run"};
  app.add_option("--out", arguments.out, "JSON file to write");
  app.add_option("--directory", place, "where ledgers are made, in a folder of their own: on the disk to measure");
  app.add_option("--only", arguments.only, "groups of lines to run, more than once for several")
      ->check(CLI::IsMember(names));
  app.add_flag("--quick", arguments.quick, "smaller loads and fewer pairs: a few minutes");
  shiji::bench::add_sizes(app, arguments.options);
  std::string task;
  shiji::bench::TaskArguments task_arguments;
  shiji::bench::add_task(app, task, task_arguments);
  CLI11_PARSE(app, argc, argv);
  if (!task.empty()) return shiji::bench::run_task(app, task, task_arguments);
  arguments.options.directory = place + "/shiji-bench";
  shiji::bench::run(arguments);
  return 0;
}
