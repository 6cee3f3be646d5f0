#include "demo/closing_report.h"

#include "demo/figures.h"
#include "demo/record_values.h"

#include <algorithm>
#include <map>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
using projections::Record;

constexpr std::size_t weakest_max = 3;

Status read_sessions(const FoldedModels& models, ClosingReport& report) {
  return models.model("attendance").each([&report](const Record& session) {
    if (!flag_in(session, "closed")) return true;
    auto& all = report.attendance;
    ++all.sessions;
    all.expected += amount_in(session, "expected");
    all.attended += amount_in(session, "attended");
    all.late += amount_in(session, "late");
    all.absent += amount_in(session, "absent");
    return true;
  });
}

/// A session's attendance is the organiser's; which school stayed away is known by its teachers.
Status read_teachers(const FoldedModels& models, ClosingReport& report) {
  std::map<std::string, SchoolAttendance> schools;
  auto read = models.model("profile").each([&](const Record& teacher) {
    const auto attended = amount_in(teacher, "sessions_attended");
    const auto absent = amount_in(teacher, "sessions_absent");
    auto& all = report.teachers;
    ++all.registered;
    if (attended > 0) ++all.attended;
    if (amount_in(teacher, "activities") > 0) ++all.joined;
    if (flag_in(teacher, "cross_school")) ++all.across_schools;
    const auto code = text_in(teacher, "school");
    if (code.empty()) return true;
    auto& school = schools[code];
    school.code = code;
    school.expected += attended + absent;
    school.absent += absent;
    return true;
  });
  if (!read) return read;
  auto& weakest = report.weakest_schools;
  for (auto& [code, school] : schools) {
    if (school.absent > 0) weakest.push_back(std::move(school));
  }
  // The map is in the order of codes; of as many absences, the school of whom fewer were expected is the weaker one.
  std::ranges::stable_sort(weakest, [](const auto& left, const auto& right) {
    return left.absent != right.absent ? left.absent > right.absent : left.expected < right.expected;
  });
  if (weakest.size() > weakest_max) weakest.resize(weakest_max);
  for (auto& school : weakest) {
    const auto unit = models.model("units").find(school.code);
    if (unit) school.name = text_in(*unit, "name");
    if (school.name.empty()) school.name = school.code;
  }
  return read;
}

Status read_research(const FoldedModels& models, ClosingReport& report) {
  return models.model("activities").each([&report](const Record& activity) {
    ++report.research.activities;
    report.research.participations += amount_in(activity, "participations");
    report.research.materials += amount_in(activity, "materials");
    return true;
  });
}

Status read_class_hours(const FoldedModels& models, ClosingReport& report) {
  return models.model("missing").each([&report](const Record& teacher) {
    const auto missing = amount_in(teacher, "missing_class_hours_centi");
    auto& all = report.class_hours;
    ++all.teachers;
    all.done_centi += amount_in(teacher, "class_hours_centi");
    all.required_centi += amount_in(teacher, "required_class_hours_centi");
    all.missing_centi += missing;
    if (missing > 0) ++all.teachers_short;
    return true;
  });
}

/// Sorts; 0 of none.
std::int64_t lower_median(std::vector<std::int64_t>& values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[(values.size() - 1) / 2];
}

Status read_experts(const FoldedModels& models, ClosingReport& report) {
  std::vector<std::int64_t> loads;
  std::vector<std::int64_t> deviations;
  auto& all = report.reviews;
  auto read = models.model("experts").each([&](const Record& expert) {
    const auto reviews = amount_in(expert, "reviews");
    ++all.experts;
    all.reviews += reviews;
    if (flag_in(expert, "suspended")) ++all.suspended;
    if (reviews > 0) loads.push_back(reviews);
    if (expert.find("deviation_ppm") != nullptr) deviations.push_back(amount_in(expert, "deviation_ppm"));
    return true;
  });
  all.reviewing = static_cast<std::int64_t>(loads.size());
  all.reviews_median = lower_median(loads);
  all.reviews_most = loads.empty() ? 0 : loads.back();
  all.deviation_median_ppm = lower_median(deviations);
  all.deviation_most_ppm = deviations.empty() ? 0 : deviations.back();
  return read;
}

Status read_reports(const FoldedModels& models, ClosingReport& report) {
  return models.model("reports").each([&report](const Record& collection) {
    report.reports.rows += amount_in(collection, "rows");
    report.reports.corrected += amount_in(collection, "corrected");
    return true;
  });
}

Status read_mentoring(const FoldedModels& models, ClosingReport& report) {
  return models.model("mentoring").each([&report](const Record& pair) {
    auto& all = report.mentoring;
    ++all.pairs;
    if (flag_in(pair, "ended")) ++all.ended;
    all.meetings += amount_in(pair, "meetings");
    all.minutes += amount_in(pair, "minutes");
    return true;
  });
}

Status read_points(const FoldedModels& models, ClosingReport& report) {
  return models.model("points").each([&report](const Record& teacher) {
    const auto points = amount_in(teacher, "points_centi");
    auto& all = report.points;
    if (points > 0) ++all.teachers;
    all.points_centi += points;
    all.most_centi = std::max(all.most_centi, points);
    const auto* windows = teacher.find("by_window");
    const auto* list = windows == nullptr ? nullptr : std::get_if<projections::List>(&windows->content);
    if (list == nullptr) return true;
    for (const auto& window : *list) {
      const auto uncounted = amount_in(window, "uncounted_centi");
      all.over_caps_centi += std::max<std::int64_t>(uncounted, 0);
      all.under_floors_centi += std::max<std::int64_t>(-uncounted, 0);
    }
    return true;
  });
}

}  // namespace

ledger::Result<ClosingReport> read_closing_report(const FoldedModels& models) {
  ClosingReport report;
  for (const auto& read : {read_sessions, read_teachers, read_research, read_class_hours, read_experts, read_reports,
                           read_mentoring, read_points}) {
    if (auto status = read(models, report); !status) return status.failure();
  }
  return report;
}

}  // namespace shiji::cli::demo
