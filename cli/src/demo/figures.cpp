#include "demo/figures.h"

#include "demo/reckoning.h"
#include "demo/record_values.h"
#include "demo/shares.h"
#include "demo/year_figures.h"

#include <array>
#include <set>

namespace shiji::cli::demo {
namespace {

using ledger::Result;
using ledger::Status;
using projections::Record;

struct Actual {
  std::int64_t sessions = 0, expected = 0, attended = 0, absent = 0, late = 0, sign_ins_repeated = 0;
  std::int64_t teachers = 0, heads = 0;
  std::set<std::string> schools;
  std::int64_t minutes = 0, credit_milli = 0, points_centi = 0;
};

Status read_attendance(const FoldedModels& models, Actual& actual) {
  return models.model("attendance").each([&](const Record& session) {
    if (!flag_in(session, "closed")) return true;
    ++actual.sessions;
    actual.expected += amount_in(session, "expected");
    actual.attended += amount_in(session, "attended");
    actual.absent += amount_in(session, "absent");
    actual.late += amount_in(session, "late");
    actual.sign_ins_repeated += amount_in(session, "sign_ins_repeated");
    return true;
  });
}

Status read_people(const FoldedModels& models, Actual& actual) {
  return models.model("profile").each([&](const Record& person) {
    ++actual.teachers;
    if (text_in(person, "kind") == "head") ++actual.heads;
    if (const auto school = text_in(person, "school"); !school.empty()) actual.schools.insert(school);
    return true;
  });
}

Result<Actual> read_actual(const FoldedModels& models) {
  Actual actual;
  if (auto status = read_attendance(models, actual); !status) return status.failure();
  if (auto status = read_people(models, actual); !status) return status.failure();
  auto status = models.model("credits").each([&](const Record& teacher) {
    actual.minutes += amount_in(teacher, "minutes");
    actual.credit_milli += amount_in(teacher, "credit_milli");
    return true;
  });
  if (!status) return status.failure();
  status = models.model("points").each([&](const Record& teacher) {
    actual.points_centi += amount_in(teacher, "points_centi");
    return true;
  });
  if (!status) return status.failure();
  return actual;
}

class FigureList {
 public:
  explicit FigureList(bool whole) : whole_(whole) {}
  void add(std::string_view name, std::string_view zh, std::string_view en, std::string expected, std::string actual,
           bool derived) {
    const bool equal = expected == actual;
    figures_.push_back({std::string(name), std::string(zh), std::string(en), std::move(expected), std::move(actual),
                        derived || !whole_, equal, true});
  }
  void add(std::string_view name, std::string_view zh, std::string_view en, std::int64_t expected, std::int64_t actual,
           bool derived) {
    add(name, zh, en, std::to_string(expected), std::to_string(actual), derived);
  }
  [[nodiscard]] std::vector<Figure> take() { return std::move(figures_); }

 private:
  bool whole_;
  std::vector<Figure> figures_;
};

constexpr bool printed = false;  // in the document
constexpr bool derived = true;

void add_attendance(FigureList& list, const Totals& totals, const Actual& actual) {
  const auto planned_ppm = share_ppm(totals.attended(), totals.expected);
  const auto actual_ppm = share_ppm(actual.attended, actual.expected);
  list.add("sessions", "线下培训场次", "Offline training sessions", totals.sessions, actual.sessions, printed);
  list.add("expected", "应到人次", "Expected attendances", totals.expected, actual.expected, derived);
  list.add("attended", "实到人次", "Attendances", totals.attended(), actual.attended, printed);
  list.add("absent", "缺勤人次", "Absences", totals.absent, actual.absent, derived);
  list.add("attendance_rate", "出勤率", "Attendance rate", rounded_percent(planned_ppm), rounded_percent(actual_ppm),
           printed);
  list.add("attendance_rate_ppm", "出勤率（百万分之）", "Attendance rate in ppm, rounded down", planned_ppm, actual_ppm,
           derived);
}

void add_people(FigureList& list, const Totals& totals, const Actual& actual) {
  list.add("heads", "校级负责人", "School heads", totals.schools, actual.heads, printed);
  list.add("schools", "学校", "Schools", totals.schools, static_cast<std::int64_t>(actual.schools.size()), derived);
  list.add("teachers", "教师", "Teachers", totals.teachers, actual.teachers, derived);
}

void add_sums(FigureList& list, const Reckoning& planned, const Actual& actual) {
  list.add("late", "迟到人次", "Late arrivals", planned.late, actual.late, derived);
  list.add("sign_ins_repeated", "重复签到", "Repeated sign-ins", planned.sign_ins_repeated, actual.sign_ins_repeated,
           derived);
  list.add("minutes", "认定分钟", "Minutes recognised", planned.minutes, actual.minutes, derived);
  list.add("credit_milli", "学分（×1000）", "Credits (×1000)", planned.credit_milli, actual.credit_milli, derived);
  list.add("points_centi", "积分（×100）", "Points (×100)", planned.points_centi, actual.points_centi, derived);
}

}  // namespace

Result<std::vector<Figure>> compare(const FoldedModels& models, const Plan& plan, const Year& year, bool whole) {
  const auto actual = read_actual(models);
  if (!actual) return actual.failure();
  FigureList list(whole);
  add_attendance(list, plan.totals, *actual);
  add_people(list, plan.totals, *actual);
  add_sums(list, reckon(plan, year.gains()), *actual);
  auto figures = list.take();
  if (auto added = add_year_figures(models, year, plan, whole, figures); !added) return added.failure();
  return figures;
}

}  // namespace shiji::cli::demo
