// shiji_bench: runs the benchmarks, prints the table, writes one JSON file with machine, method and every figure.
#include "measurement.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sys/utsname.h>
#include <thread>

namespace {

using nlohmann::ordered_json;
using shiji::bench::Line;

std::string processor() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

ordered_json machine() {
  utsname name{};
  (void)uname(&name);
  return {{"processor", processor()},
          {"cores", std::thread::hardware_concurrency()},
          {"kernel", std::string(name.sysname) + " " + name.release},
          {"architecture", name.machine}};
}

double reached(const Line& line) {
  return line.reach_is_rate ? shiji::bench::median(line.rates) : shiji::bench::median(line.ratios());
}

ordered_json described(const Line& line) {
  return {{"name", line.name},
          {"unit", line.unit},
          {"rate_median", shiji::bench::median(line.rates)},
          {"baseline", line.baseline_name},
          {"baseline_median", shiji::bench::median(line.baselines)},
          {"ratio_median", shiji::bench::median(line.ratios())},
          {"reach", line.reach},
          {"reach_is_rate", line.reach_is_rate},
          {"reached", reached(line) >= line.reach},
          {"rates", line.rates},
          {"baselines", line.baselines}};
}

void print(const Line& line) {
  const auto ratios = line.ratios();
  const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
  std::printf("%-28s %11.0f %s  %-26s %11.0f  ratio %.2f (%.2f to %.2f)  reach %.2f%s: %s\n", line.name.c_str(),
              shiji::bench::median(line.rates), line.unit.c_str(), line.baseline_name.c_str(),
              shiji::bench::median(line.baselines), shiji::bench::median(ratios), *low, *high, line.reach,
              line.reach_is_rate ? " events/s" : "", reached(line) >= line.reach ? "reached" : "not reached");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Benchmarks of Shiji, each beside a baseline from the same run"};
  std::string out;
  bool quick = false;
  shiji::bench::BenchOptions options;
  options.directory = (std::filesystem::temp_directory_path() / "shiji-bench").string();
  app.add_option("--out", out, "JSON file to write");
  app.add_option("--directory", options.directory, "where ledgers are made (on the disk to measure)");
  app.add_option("--pairs", options.pairs, "paired runs of each line");
  app.add_option("--sessions", options.sessions, "training sessions in the load, 320 events each");
  std::string only;
  app.add_option("--only", only, "append, verify or projection; the last two need what append leaves behind")
      ->check(CLI::IsMember({"append", "verify", "projection"}));
  app.add_flag("--quick", quick, "a tiny run: shows that everything works, measures nothing");
  CLI11_PARSE(app, argc, argv);
  if (quick) {
    options.sessions = 20;
    options.pairs = 1;
  }
  if (only.empty() || only == "append") std::filesystem::remove_all(options.directory);
  std::filesystem::create_directories(options.directory);
  ordered_json report{
      {"machine", machine()},
      {"commit", std::getenv("SHIJI_BENCH_COMMIT") == nullptr ? "unknown" : std::getenv("SHIJI_BENCH_COMMIT")},
      {"method", "line and baseline in pairs, interleaved, fresh directories, warm page cache; medians"},
      {"pairs", options.pairs},
      {"sessions", options.sessions},
      {"lines", ordered_json::array()}};
  const std::vector<std::pair<std::string, std::function<std::vector<Line>(const shiji::bench::BenchOptions&)>>>
      groups = {{"append", shiji::bench::append_lines},
                {"verify", shiji::bench::verify_lines},
                {"projection", shiji::bench::projection_lines}};
  for (const auto& [name, run] : groups) {
    if (!only.empty() && only != name) continue;
    for (const auto& line : run(options)) {
      print(line);
      report["lines"].push_back(described(line));
    }
  }
  if (only.empty()) std::filesystem::remove_all(options.directory);
  if (!out.empty()) std::ofstream(out) << report.dump(2) << "\n";
  return 0;
}
