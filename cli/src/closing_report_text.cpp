#include "closing_report_text.h"

#include "amounts.h"
#include "demo/shares.h"
#include "models.h"
#include "record_fields.h"
#include "record_text.h"
#include "table.h"
#include "verification_text.h"

namespace shiji::cli {
namespace {

using demo::ClosingReport;
using demo::DemoResult;

std::string count_of(std::int64_t value) { return with_thousands(static_cast<std::uint64_t>(value)); }

/// 79200031 -> "792,000.31".
std::string hundredths_of(std::int64_t centi) {
  return count_of(centi / 100) + amount_for_people("_centi", centi % 100).substr(1);
}

std::string share_of(std::int64_t part, std::int64_t all) { return demo::rounded_percent(demo::share_ppm(part, all)); }

/// A heading and its sentences, one line each; only the first line carries the heading.
class Paragraphs {
 public:
  explicit Paragraphs(const Context& context) : context_(context) {}
  void head(Message heading) { heading_ = context_.say(heading); }
  void say(Message sentence, std::initializer_list<std::string_view> arguments = {}) {
    line(context_.say(sentence, arguments));
  }
  void line(std::string text) { lines_.emplace_back(std::exchange(heading_, {}), std::move(text)); }
  void block(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto end = text.find('\n', at);
      line("  " + text.substr(at, end - at));
      at = end == std::string::npos ? text.size() : end + 1;
    }
  }
  [[nodiscard]] std::string text() const { return lines_of(lines_); }

 private:
  const Context& context_;
  std::string heading_;
  std::vector<std::pair<std::string, std::string>> lines_;
};

std::string school_table(const Context& context, const std::vector<demo::SchoolAttendance>& schools) {
  const auto columns = find_model("attendance")->columns;
  Table table;
  table.add_column(context.title("school"), Align::left);
  for (const auto* key : {"expected", "absent", "rate_ppm"})
    table.add_column(head_of(context, columns, key), Align::right);
  for (const auto& school : schools) {
    const auto attended = school.expected - school.absent;
    table.add_row(
        {school.name, count_of(school.expected), count_of(school.absent), share_of(attended, school.expected)});
  }
  return table.text();
}

void tell_training(const Context& context, const ClosingReport& report, Paragraphs& out) {
  const auto& sessions = report.attendance;
  const auto& teachers = report.teachers;
  out.head(Message::report_attendance);
  out.say(Message::report_sessions,
          {count_of(sessions.sessions), count_of(sessions.expected), count_of(sessions.attended),
           share_of(sessions.attended, sessions.expected), count_of(sessions.late)});
  out.say(Message::report_teachers, {count_of(teachers.attended), count_of(teachers.registered),
                                     share_of(teachers.attended, teachers.registered)});
  out.head(Message::report_absence);
  const bool none = report.weakest_schools.empty();
  out.say(none ? Message::report_absences : Message::report_weakest, {count_of(sessions.absent)});
  if (!none) out.block(school_table(context, report.weakest_schools));
  const auto& hours = report.class_hours;
  out.head(Message::report_hours);
  out.say(Message::report_hours_done,
          {hundredths_of(hours.done_centi), hundredths_of(hours.required_centi), count_of(hours.teachers_short),
           count_of(hours.teachers), hundredths_of(hours.missing_centi)});
  out.say(Message::report_hours_note);
}

void tell_work(const ClosingReport& report, Paragraphs& out) {
  const auto& research = report.research;
  const auto& teachers = report.teachers;
  out.head(Message::report_research);
  out.say(Message::report_activities, {count_of(research.activities), count_of(research.participations),
                                       count_of(teachers.joined), count_of(research.materials)});
  out.say(Message::report_across,
          {count_of(teachers.across_schools), share_of(teachers.across_schools, teachers.registered)});
  const auto& reviews = report.reviews;
  out.head(Message::report_reviews);
  out.say(Message::report_workload, {count_of(reviews.reviewing), count_of(reviews.experts), count_of(reviews.reviews),
                                     count_of(reviews.reviews_median), count_of(reviews.reviews_most)});
  out.say(Message::report_agreement, {demo::rounded_percent(reviews.deviation_median_ppm),
                                      demo::rounded_percent(reviews.deviation_most_ppm), count_of(reviews.suspended)});
  out.head(Message::report_reports);
  out.say(Message::report_accuracy, {count_of(report.reports.rows), count_of(report.reports.corrected),
                                     share_of(report.reports.rows - report.reports.corrected, report.reports.rows)});
  const auto& mentoring = report.mentoring;
  out.head(Message::report_mentoring);
  out.say(Message::report_pairs, {count_of(mentoring.pairs), count_of(mentoring.ended), count_of(mentoring.meetings),
                                  count_of(mentoring.minutes / 60), count_of(mentoring.minutes % 60)});
  const auto& points = report.points;
  out.head(Message::report_points);
  out.say(Message::report_points_held,
          {count_of(points.teachers), hundredths_of(points.points_centi), hundredths_of(points.most_centi),
           hundredths_of(points.over_caps_centi), hundredths_of(points.under_floors_centi)});
}

bool holds(const DemoResult& result) { return is_well(result.verification) && !is_well(result.tampered); }

void tell_chain(const Context& context, const DemoResult& result, Paragraphs& out) {
  constexpr std::size_t root_digits = 16;
  out.head(Message::report_ledger);
  out.say(Message::report_root, {with_thousands(result.events), hex(result.root).substr(0, root_digits)});
  out.say(holds(result) ? Message::report_verified : Message::report_not_verified);
  out.say(Message::report_keep);
  std::string unmeasured;
  for (const auto& figure : result.figures) {
    if (figure.measurable) continue;
    if (!unmeasured.empty()) unmeasured += context.say(Message::list_comma);
    unmeasured += context.language == Language::zh ? figure.title_zh : figure.title_en;
  }
  if (unmeasured.empty()) return;
  out.head(Message::report_unmeasured);
  out.say(Message::report_unmeasurable, {unmeasured});
}

std::string text_in_one_language(const Context& context, const DemoResult& result) {
  Paragraphs out(context);
  tell_training(context, result.report, out);
  tell_work(result.report, out);
  tell_chain(context, result, out);
  return context.say(Message::report_title) + "\n" + context.say(Message::report_note) + "\n\n" + out.text();
}

}  // namespace

std::string closing_report_text(const Context& context, const DemoResult& result) {
  Context first = context;
  if (!context.language_asked) first.language = Language::zh;
  Context second = first;
  second.language = first.language == Language::zh ? Language::en : Language::zh;
  return text_in_one_language(first, result) + "\n" + text_in_one_language(second, result);
}

}  // namespace shiji::cli
