#include "closing_report_record.h"

#include "demo/shares.h"
#include "record_fields.h"
#include "verification_text.h"

namespace shiji::cli {
namespace {

using demo::ClosingReport;
using demo::DemoResult;
using projections::Fields;
using projections::List;
using projections::Record;

Record record_of_training(const ClosingReport& report) {
  const auto& sessions = report.attendance;
  return Fields{{"sessions", sessions.sessions},
                {"expected", sessions.expected},
                {"attended", sessions.attended},
                {"rate_ppm", demo::share_ppm(sessions.attended, sessions.expected)},
                {"late", sessions.late},
                {"absent", sessions.absent},
                {"teachers", report.teachers.registered},
                {"teachers_attended", report.teachers.attended}};
}

Record record_of_schools(const ClosingReport& report) {
  List schools;
  for (const auto& school : report.weakest_schools)
    schools.emplace_back(Fields{{"school", school.code},
                                {"school_name", school.name},
                                {"expected", school.expected},
                                {"absent", school.absent},
                                {"rate_ppm", demo::share_ppm(school.expected - school.absent, school.expected)}});
  return schools;
}

Record record_of_reviews(const ClosingReport& report) {
  const auto& reviews = report.reviews;
  return Fields{{"experts", reviews.experts},
                {"experts_reviewing", reviews.reviewing},
                {"experts_suspended", reviews.suspended},
                {"reviews", reviews.reviews},
                {"median_reviews", reviews.reviews_median},
                {"most_reviews", reviews.reviews_most},
                {"median_deviation_ppm", reviews.deviation_median_ppm},
                {"most_deviation_ppm", reviews.deviation_most_ppm}};
}

Record record_of_ledger(const DemoResult& result) {
  List unmeasured;
  for (const auto& figure : result.figures)
    if (!figure.measurable) unmeasured.emplace_back(figure.name);
  return Fields{{"events", number(result.events)},
                {"root", hex(result.root)},
                {"verified", is_well(result.verification)},
                {"change_found", !is_well(result.tampered)},
                {"not_measurable", std::move(unmeasured)}};
}

}  // namespace

Record record_of_report(const DemoResult& result) {
  const ClosingReport& report = result.report;
  const auto& hours = report.class_hours;
  return Fields{
      {"attendance", record_of_training(report)},
      {"weakest_schools", record_of_schools(report)},
      {"class_hours", Fields{{"teachers", hours.teachers},
                             {"teachers_short", hours.teachers_short},
                             {"class_hours_centi", hours.done_centi},
                             {"required_class_hours_centi", hours.required_centi},
                             {"missing_class_hours_centi", hours.missing_centi}}},
      {"research", Fields{{"activities", report.research.activities},
                          {"participations", report.research.participations},
                          {"materials", report.research.materials},
                          {"teachers", report.teachers.joined}}},
      {"across_schools",
       Fields{{"teachers", report.teachers.across_schools},
              {"share_ppm", demo::share_ppm(report.teachers.across_schools, report.teachers.registered)}}},
      {"reviews", record_of_reviews(report)},
      {"reports",
       Fields{{"rows", report.reports.rows},
              {"corrected", report.reports.corrected},
              {"accuracy_ppm", demo::share_ppm(report.reports.rows - report.reports.corrected, report.reports.rows)}}},
      {"mentoring", Fields{{"pairs", report.mentoring.pairs},
                           {"ended", report.mentoring.ended},
                           {"meetings", report.mentoring.meetings},
                           {"minutes", report.mentoring.minutes}}},
      {"points", Fields{{"teachers", report.points.teachers},
                        {"points_centi", report.points.points_centi},
                        {"most_points_centi", report.points.most_centi},
                        {"over_caps_centi", report.points.over_caps_centi},
                        {"under_floors_centi", report.points.under_floors_centi}}},
      {"ledger", record_of_ledger(result)}};
}

}  // namespace shiji::cli
