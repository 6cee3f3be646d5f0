#include "demo/year_figures.h"

#include "demo/apportion.h"

#include <array>
#include <set>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
using projections::Fields;
using projections::List;
using projections::Record;

/// What is made of the records of one read model.
enum class How { count, sum, distinct, with };  // with: records where the field says something

/// One figure: of which model, how, of which field, among the records whose `only` is `value`.
struct Line {
  std::string_view name, zh, en, model;
  How how;
  std::string_view field;
  std::uint64_t expected;
  bool derived = false;
  std::string_view only{}, value{};
};

std::string text_of(const Record* record) {
  if (record == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(&record->content)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&record->content))
    return *number == 0 ? "" : std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&record->content)) return *flag ? "true" : "";
  if (const auto* list = std::get_if<List>(&record->content)) return list->empty() ? "" : "list";
  return {};
}

std::uint64_t number_of(const Record* record) {
  const auto* number = record == nullptr ? nullptr : std::get_if<std::int64_t>(&record->content);
  return number == nullptr ? 0 : static_cast<std::uint64_t>(*number);
}

class Tally {
 public:
  explicit Tally(const Line& line) : line_(line) {}
  void take(const Record& record) {
    if (!line_.only.empty() && text_of(record.find(line_.only)) != line_.value) return;
    const auto* field = record.find(line_.field);
    if (line_.how == How::count) ++total_;
    if (line_.how == How::sum) total_ += number_of(field);
    if (line_.how == How::with && !text_of(field).empty()) ++total_;
    if (line_.how == How::distinct) different_.insert(text_of(field));
  }
  [[nodiscard]] std::uint64_t total() const { return line_.how == How::distinct ? different_.size() : total_; }
  [[nodiscard]] const Line& line() const { return line_; }

 private:
  const Line& line_;
  std::uint64_t total_ = 0;
  std::set<std::string> different_;
};

constexpr bool derived = true;

std::vector<Line> research_lines(const YearTotals& t, const Year& year) {
  const auto subjects = std::min(t.activities, t.activity_subjects);
  return {
      {"activities", "线上教研活动", "Activities on line", "activities", How::count, "", t.activities},
      {"activity_stages", "活动学段", "Stages of activities", "activities", How::distinct, "stage", 6},
      {"activity_subjects", "活动学科", "Subjects of activities", "activities", How::distinct, "subject_code",
       subjects},
      {"participations", "参与教师人次", "Participations", "activities", How::sum, "participations", t.participations},
      {"materials", "提交材料", "Materials", "activities", How::sum, "materials", t.materials},
      {"report_rows", "上报信息", "Report rows", "reports", How::sum, "rows", t.report_rows},
      {"report_stages", "上报学段", "Stages of reports", "reports", How::distinct, "stage", 4},
      {"report_rows_corrected", "更正信息", "Rows corrected", "reports", How::sum, "corrected", t.report_rows_corrected,
       derived},
      {"resources", "新增资源", "Resources added", "resources", How::count, "", t.resources},
      {"resource_visits", "资源访问", "Visits to resources", "resources", How::sum, "visits", t.resource_visits},
      {"items", "数字化试题", "Items", "items", How::count, "", t.items},
      {"item_stages", "试题学段", "Stages of items", "items", How::distinct, "stage", 2},
      {"item_subjects", "试题学科", "Subjects of items", "items", How::distinct, "subject_code",
       std::min<std::uint64_t>(t.items, 14)},
      {"reviews_concluded", "完成评审", "Reviews concluded", "reviews", How::with, "concluded",
       year.think_tank().panels(), derived},
  };
}

std::vector<Line> people_lines(const YearTotals& t, const Plan& plan) {
  const auto& organisation = plan.organisation;
  return {
      {"think_tank", "智库", "Think-tank", "experts", How::count, "",
       std::uint64_t{t.experts} + t.researchers + organisation.schools.size()},
      {"experts", "评委专家", "Experts", "experts", How::count, "", t.experts, false, "kind", "expert"},
      {"tank_heads", "智库校级负责人", "School heads in it", "experts", How::count, "", organisation.schools.size(),
       false, "kind", "school_head"},
      {"researchers", "教研员", "Researchers", "experts", How::count, "", t.researchers, false, "kind", "researcher"},
      {"reviews", "专业评审人次", "Professional reviews", "experts", How::sum, "reviews", t.reviews},
      {"lessons", "亮点课堂", "Highlighted lessons", "highlights", How::count, "", t.lessons},
      {"lesson_subjects", "亮点学科", "Their subjects", "highlights", How::distinct, "subject_code", 7},
      {"lesson_studies", "典型案例学习", "Times they were studied", "highlights", How::sum, "studied",
       t.lesson_studies},
      {"highlighted_teachers", "亮点教师", "Highlighted teachers", "profile", How::with, "years_highlighted",
       t.highlighted_teachers},
      {"papers", "论文（作者人次）", "Papers (by author)", "profile", How::sum, "papers", t.papers, derived},
  };
}

std::vector<Line> service_lines(const YearTotals& t, const Year& year) {
  return {
      {"tickets", "处理问题", "Issues handled", "support", How::sum, "tickets", t.tickets},
      {"calls_in", "接听电话", "Calls received", "support", How::sum, "calls_in", t.calls_in},
      {"calls_back", "回拨电话", "Calls returned", "support", How::sum, "calls_back", t.calls_back},
      {"teachers_helped", "协助教师", "Teachers helped", "support", How::with, "helped", t.teachers_helped},
      {"tables", "处理数据表", "Tables processed", "support", How::sum, "tables", t.tables},
      {"reports", "分析报告", "Reports", "support", How::sum, "reports", t.reports},
      {"visits", "学校调研", "Visits to schools", "support", How::sum, "visits", t.visits},
      {"articles", "公众号稿件", "Articles", "articles", How::count, "", t.articles},
      {"article_reads", "浏览人次", "Reads of them", "articles", How::sum, "reads", t.article_reads},
      {"pilot_school_reviews", "校内试点评审", "Reviews of the school pilot", "pilots", How::sum, "reviews", 172, false,
       "level", "school"},
      {"pilot_district_reviews", "全区试点评审", "Reviews of the district pilot", "pilots", How::sum, "reviews", 8'706,
       false, "level", "county"},
      {"pilot_schools", "试点学校", "Schools of the district pilot", "pilots", How::sum, "schools", 88, false, "level",
       "county"},
      {"pilot_teachers", "试点教师", "Teachers of the district pilot", "pilots", How::sum, "teachers", 2'462, false,
       "level", "county"},
      {"pilot_pupils", "试点学生（仅计数）", "Pupils, counted only", "pilots", How::sum, "pupils", 2'619},
      {"pairs", "师徒结对", "Mentoring pairs", "mentoring", How::with, "ended", year.people_work().pairs(), derived},
      {"mentoring_minutes", "带教分钟", "Minutes of mentoring", "mentoring", How::sum, "minutes",
       year.people_work().mentoring_minutes(), derived},
      {"votes", "公开表决", "Open votes", "votes", How::with, "passed", 1, derived},
  };
}

/// Reads each model once, whatever many lines want of it.
Status tally(const FoldedModels& models, std::vector<Tally>& tallies) {
  std::set<std::string_view> names;
  for (const auto& one : tallies) names.insert(one.line().model);
  for (const auto name : names) {
    auto read = models.model(name).each([&](const Record& record) {
      for (auto& one : tallies) {
        if (one.line().model == name) one.take(record);
      }
      return true;
    });
    if (!read) return read;
  }
  return ledger::done();
}

Figure figure(const Line& line, std::uint64_t actual, bool whole) {
  return {std::string(line.name), std::string(line.zh),   std::string(line.en),    std::to_string(line.expected),
          std::to_string(actual), line.derived || !whole, line.expected == actual, true};
}

std::string percent_of(std::uint64_t part, std::uint64_t all) {
  return all == 0 ? "-" : std::to_string(part * 100 / all) + " %";
}

/// How much of all there is, as the document says it.
Status add_shares(const FoldedModels& models, const Year& year, const Plan& plan, bool whole,
                  std::vector<Figure>& figures) {
  const Line schools{
      "schools_active", "", "", "units", How::with, "telemetry_records", plan.organisation.schools.size()};
  const Line across{"teachers_across_schools",
                    "跨校互动教师",
                    "Teachers active across schools",
                    "profile",
                    How::with,
                    "cross_school",
                    year.activities().teachers_across_schools(),
                    derived};
  std::uint64_t active = 0;
  constexpr std::size_t school_code_digits = 10;
  auto read = models.model("units").each([&](const Record& unit) {
    const bool is_school = text_of(unit.find("unit")).size() == school_code_digits;
    if (is_school && !text_of(unit.find(schools.field)).empty()) ++active;
    return true;
  });
  if (!read) return read;
  std::vector<Tally> tallies{Tally(across)};
  if (read = tally(models, tallies); !read) return read;
  const auto interacting = tallies.front().total();
  figures.push_back(figure(across, interacting, whole));
  const auto teachers = plan.organisation.teachers.size();
  const auto add = [&](std::string_view name, std::string_view zh, std::string_view en, std::string expected,
                       std::string actual) {
    const bool equal = expected == actual;
    figures.push_back({std::string(name), std::string(zh), std::string(en), std::move(expected), std::move(actual),
                       !whole, equal, true});
  };
  // A part of the district has whole people too: its share may be a little less.
  const auto share = whole ? std::to_string(year.totals().teachers_across_schools_ppm / 10'000) + " %"
                           : percent_of(year.activities().teachers_across_schools(), teachers);
  add("across_schools_share", "跨校互动比例", "Share of teachers", share, percent_of(interacting, teachers));
  add("schools_share", "参与学校比例", "Schools taking part", "100 %",
      percent_of(active, plan.organisation.schools.size()));
  return ledger::done();
}

/// Facts and telemetry records together: what the document calls process records.
Status add_process_records(const FoldedModels& models, const Year& year, bool whole, std::vector<Figure>& figures) {
  const auto district = models.model("units").find("370112");
  if (!district) return district.failure();
  const auto records = number_of(district->find("telemetry_records"));
  std::uint64_t batches = 0;
  const auto* areas = district->find("events_by_area");
  if (const auto* list = areas == nullptr ? nullptr : std::get_if<List>(&areas->content)) {
    for (const auto& area : *list) {
      if (text_of(area.find("area")) == "telemetry") batches = number_of(area.find("events"));
    }
  }
  const auto all = number_of(district->find("events")) - batches + records;
  const auto least = year.totals().process_records;
  figures.push_back({"telemetry_records", "过程记录", "Telemetry records",
                     std::to_string(year.totals().telemetry_records()), std::to_string(records), true,
                     records == year.totals().telemetry_records(), true});
  figures.push_back({"process_records", "过程性数据总量（不少于）", "Process records (at least)", std::to_string(least),
                     std::to_string(all), !whole, all >= least, true});
  return ledger::done();
}

void add_unmeasurable(std::vector<Figure>& figures) {
  for (const auto& [name, zh, en, says] :
       {std::tuple("efficiency", "工作效率提升", "Gain in efficiency", "70 %"),
        std::tuple("storage", "存储与传输性能提升", "Gain in storage and transfer", "40 %")}) {
    figures.push_back({name, zh, en, says, "", false, true, false});
  }
}

}  // namespace

Status add_year_figures(const FoldedModels& models, const Year& year, const Plan& plan, bool whole,
                        std::vector<Figure>& figures) {
  std::vector<Line> lines = research_lines(year.totals(), year);
  for (auto& line : people_lines(year.totals(), plan)) lines.push_back(line);
  for (auto& line : service_lines(year.totals(), year)) lines.push_back(line);
  std::vector<Tally> tallies(lines.begin(), lines.end());
  if (auto read = tally(models, tallies); !read) return read;
  for (const auto& one : tallies) figures.push_back(figure(one.line(), one.total(), whole));
  if (auto added = add_shares(models, year, plan, whole, figures); !added) return added;
  if (auto added = add_process_records(models, year, whole, figures); !added) return added;
  add_unmeasurable(figures);
  return ledger::done();
}

}  // namespace shiji::cli::demo
