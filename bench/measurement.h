// Pairs of runs, and what is told of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace shiji::bench {

/// What of a line is held against its reach, and on which side of it the reach lies.
enum class Reach : std::uint8_t { none, ratio_at_least, ratio_at_most, value_at_least, value_at_most };

/// One line of the table: a figure, its baseline from the same run where it has one, and their ratio, run by run.
struct Line {
  std::string name, unit;
  std::string baseline_name;  ///< empty: the figure stands alone
  Reach compared = Reach::none;
  double reach = 0;
  std::string note = {};  ///< what a reader has to know to read the figure
  std::vector<double> values = {}, baselines = {};

  [[nodiscard]] std::vector<double> ratios() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < std::min(values.size(), baselines.size()); ++i) {
      ratios.push_back(values[i] / baselines[i]);
    }
    return ratios;
  }
};

/// The value below which `part` (0 to 1) of them lie: the nearest rank. 0 when there is none.
[[nodiscard]] inline double percentile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto rank = std::ceil(part * static_cast<double>(values.size()));  // the nearest rank, from 1
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

[[nodiscard]] inline double median(const std::vector<double>& values) { return percentile(values, 0.5); }

using SteadyTime = std::chrono::steady_clock::time_point;

[[nodiscard]] inline SteadyTime now() { return std::chrono::steady_clock::now(); }
[[nodiscard]] inline double seconds_between(SteadyTime from, SteadyTime to) {
  return std::chrono::duration<double>(to - from).count();
}
[[nodiscard]] inline double microseconds_between(SteadyTime from, SteadyTime to) {
  return std::chrono::duration<double, std::micro>(to - from).count();
}

[[nodiscard]] inline double seconds_of(const std::function<void()>& work) {
  const auto started = now();
  work();
  return seconds_between(started, now());
}

}  // namespace shiji::bench
