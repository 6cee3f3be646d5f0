// The figures of the document about 2023 beside the sign-ins; what follows from none of them is marked as generated.
//
// Threads: any thread.
#pragma once

#include <cstdint>

namespace shiji::cli::demo {

struct YearTotals {
  std::uint32_t activities = 91, activity_subjects = 23, participations = 22'553, materials = 83'107;
  std::uint32_t teachers_across_schools_ppm = 640'000;
  std::uint32_t report_rows = 30'680, report_rows_corrected = 60;
  std::uint32_t resources = 15'115, resource_visits = 160'738;
  std::uint32_t items = 39'854;
  std::uint32_t experts = 792, researchers = 46, reviews = 83'241;
  std::uint32_t lessons = 139, highlighted_teachers = 64, lesson_studies = 39'257;
  std::uint32_t tickets = 1'922, calls_in = 727, calls_back = 431, teachers_helped = 388;
  std::uint32_t tables = 617, reports = 32, visits = 25;
  std::uint32_t articles = 655, article_reads = 22'400;
  std::uint32_t process_records = 4'420'000;  ///< at least

  std::uint32_t papers = 420;           ///< generated
  std::uint32_t pairs = 240;            ///< generated
  std::uint32_t outreach = 14;          ///< generated
  std::uint32_t telemetry = 3'880'000;  ///< generated, beside visits, reads and studies
  [[nodiscard]] std::uint64_t telemetry_records() const {
    return std::uint64_t{telemetry} + resource_visits + article_reads + lesson_studies;
  }
};
[[nodiscard]] YearTotals year_totals_at(std::uint32_t scale_ppm);

}  // namespace shiji::cli::demo
