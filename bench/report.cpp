#include "report.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <string_view>
#include <sys/statfs.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <thread>

namespace shiji::bench {

namespace {

using nlohmann::ordered_json;

std::string processor() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

bool is_ratio(Reach compared) { return compared == Reach::ratio_at_least || compared == Reach::ratio_at_most; }
bool is_floor(Reach compared) { return compared == Reach::ratio_at_least || compared == Reach::value_at_least; }

double compared_figure(const Line& line) { return median(is_ratio(line.compared) ? line.ratios() : line.values); }

bool reached(const Line& line) {
  const auto figure = compared_figure(line);
  return is_floor(line.compared) ? figure >= line.reach : figure <= line.reach;
}

/// Three digits that count: rates are large, latencies small.
std::string figure_text(double value) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), value >= 100 ? "%.0f" : "%.3g", value);
  return text.data();
}

std::string reach_text(const Line& line) {
  if (line.compared == Reach::none) return "-";
  return (is_floor(line.compared) ? ">= " : "<= ") + figure_text(line.reach) +
         (is_ratio(line.compared) ? "x" : " " + line.unit);
}

std::string ratio_text(const Line& line) {
  const auto ratios = line.ratios();
  if (ratios.empty()) return "-";
  const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%.2f (%.2f to %.2f)", median(ratios), *low, *high);
  return text.data();
}

constexpr const char* row_format = "%-48s %18s  %-42s %-22s %-20s %s\n";

}  // namespace

ordered_json machine(const std::string& directory) {
  utsname name{};
  (void)uname(&name);
  struct sysinfo memory {};
  (void)sysinfo(&memory);
  struct statfs disk {};
  (void)statfs(directory.c_str(), &disk);
  return {{"processor", processor()},
          {"cores", std::thread::hardware_concurrency()},
          {"memory_mib", memory.totalram / 1'024 * memory.mem_unit / 1'024},
          {"file_system_type", disk.f_type},  // as statfs(2) numbers them
          {"kernel", std::string(name.sysname) + " " + name.release},
          {"architecture", name.machine}};
}

ordered_json described(const Line& line) {
  static constexpr std::array<std::string_view, 5> comparisons{"none", "ratio_at_least", "ratio_at_most",
                                                               "value_at_least", "value_at_most"};
  ordered_json json{{"name", line.name}, {"unit", line.unit}, {"median", median(line.values)}};
  if (!line.baselines.empty()) {
    json["baseline"] = line.baseline_name;
    json["baseline_median"] = median(line.baselines);
    json["ratio_median"] = median(line.ratios());
  }
  json["compared"] = comparisons.at(static_cast<std::size_t>(line.compared));
  if (line.compared != Reach::none) {
    json["reach"] = line.reach;
    json["reached"] = reached(line);
  }
  if (!line.note.empty()) json["note"] = line.note;
  json["values"] = line.values;
  if (!line.baselines.empty()) json["baselines"] = line.baselines;
  return json;
}

void print_head() { std::printf(row_format, "what", "median", "baseline", "ratio", "reach", "reached"); }

void print(const Line& line) {
  const auto value = figure_text(median(line.values)) + " " + line.unit;
  const auto baseline =
      line.baselines.empty() ? std::string("-") : line.baseline_name + " " + figure_text(median(line.baselines));
  const auto* verdict = reached(line) ? "yes" : "no";
  std::printf(row_format, line.name.c_str(), value.c_str(), baseline.c_str(), ratio_text(line).c_str(),
              reach_text(line).c_str(), line.compared == Reach::none ? "-" : verdict);
  std::fflush(stdout);
}

}  // namespace shiji::bench
