#include "demo/year/year_totals.h"

#include "demo/apportion.h"

#include <algorithm>

namespace shiji::cli::demo {

YearTotals year_totals_at(std::uint32_t scale_ppm) {
  // A district that shrinks keeps one of each, and what each subject, stage and panel needs.
  constexpr std::uint32_t activities_min = 23;
  constexpr std::uint32_t experts_min = 12;
  constexpr std::uint32_t lessons_min = 7;
  YearTotals out;
  for (auto* total : {&out.participations,
                      &out.materials,
                      &out.report_rows,
                      &out.report_rows_corrected,
                      &out.resources,
                      &out.items,
                      &out.researchers,
                      &out.reviews,
                      &out.highlighted_teachers,
                      &out.lesson_studies,
                      &out.tickets,
                      &out.calls_in,
                      &out.calls_back,
                      &out.teachers_helped,
                      &out.tables,
                      &out.reports,
                      &out.visits,
                      &out.articles,
                      &out.article_reads,
                      &out.resource_visits,
                      &out.process_records,
                      &out.papers,
                      &out.pairs,
                      &out.outreach,
                      &out.telemetry}) {
    *total = std::max(scaled(*total, scale_ppm), 1U);
  }
  out.activities = std::max(scaled(out.activities, scale_ppm), activities_min);
  out.experts = std::max(scaled(out.experts, scale_ppm), experts_min);
  out.lessons = std::max(scaled(out.lessons, scale_ppm), lessons_min);
  out.participations = std::max(out.participations, out.activities * 10);
  return out;
}

}  // namespace shiji::cli::demo
