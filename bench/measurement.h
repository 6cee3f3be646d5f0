// Pairs of runs, and what is told of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace shiji::bench {

/// One line of the table: a rate, its baseline from the same run, and their ratio, run by run.
struct Line {
  std::string name, unit, baseline_name;
  double reach = 0;  ///< the ratio (or rate, when `reach_is_rate`) the issue asks for
  bool reach_is_rate = false;
  std::vector<double> rates, baselines;

  [[nodiscard]] std::vector<double> ratios() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rates.size(); ++i) ratios.push_back(rates[i] / baselines[i]);
    return ratios;
  }
};

[[nodiscard]] inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

[[nodiscard]] inline double seconds_of(const std::function<void()>& work) {
  const auto started = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

struct BenchOptions {
  std::string directory;
  std::uint32_t sessions = 1'500;
  int pairs = 5;
};

[[nodiscard]] std::vector<Line> append_lines(const BenchOptions& options);
[[nodiscard]] std::vector<Line> verify_lines(const BenchOptions& options);
[[nodiscard]] std::vector<Line> projection_lines(const BenchOptions& options);

}  // namespace shiji::bench
