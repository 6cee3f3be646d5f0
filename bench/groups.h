// The groups of lines, and how large their loads are.
#pragma once

#include "measurement.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string_view>

namespace shiji::bench {

/// Sizes of a full run; `quick_options` makes them small enough for a few minutes.
struct BenchOptions {
  std::string directory;  ///< ledgers and raw stores are made below it
  int pairs = 5;
  std::uint32_t year_ppm = 1'000'000;       ///< of the Licheng year that is appended
  std::uint32_t sessions = 1'500;           ///< of 320 events each, in the other lines that append and project
  std::uint32_t verified_sessions = 4'000;  ///< of the verify lines: opening and ending count less the more there are
  std::uint32_t single_appends = 4'000;
  std::uint32_t grouped_appends = 40'000;
  std::uint64_t events = 100'000'000;  ///< of the growth lines
  std::uint64_t streams = 1'000'000;
  std::uint32_t seconds = 600;  ///< of the city lecture; a tenth of it for the enrolment
  std::uint64_t import_rows = 1'000'000;
  std::uint64_t cycle_events = 27'500'000;
  int cycle_replays = 1;
  std::string match = {};  ///< append lines whose name holds it
};

[[nodiscard]] inline BenchOptions quick_options() {
  return {.directory = {},
          .pairs = 3,
          .year_ppm = 200'000,
          .sessions = 300,
          .verified_sessions = 300,
          .single_appends = 500,
          .grouped_appends = 5'000,
          .events = 1'000'000,
          .streams = 20'000,
          .seconds = 15,
          .import_rows = 50'000,
          .cycle_events = 500'000,
          .cycle_replays = 3};
}

/// Lines for the table, and what the JSON holds besides under a key of its own (null: nothing).
struct GroupResult {
  std::vector<Line> lines;
  nlohmann::ordered_json more = nullptr;
};

struct Group {
  std::string_view name;
  GroupResult (*run)(const BenchOptions& options);
};

/// In the order of the table. Each makes what it needs, so that each can run alone.
[[nodiscard]] std::span<const Group> groups();

[[nodiscard]] GroupResult append_lines(const BenchOptions& options);
[[nodiscard]] GroupResult single_lines(const BenchOptions& options);
[[nodiscard]] GroupResult verify_lines(const BenchOptions& options);
[[nodiscard]] GroupResult projection_lines(const BenchOptions& options);
[[nodiscard]] GroupResult stream_lines(const BenchOptions& options);
[[nodiscard]] GroupResult growth_lines(const BenchOptions& options);
[[nodiscard]] GroupResult lecture_lines(const BenchOptions& options);
[[nodiscard]] GroupResult enrolment_lines(const BenchOptions& options);
[[nodiscard]] GroupResult import_lines(const BenchOptions& options);
[[nodiscard]] GroupResult cycle_lines(const BenchOptions& options);

}  // namespace shiji::bench
