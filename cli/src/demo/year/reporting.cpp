#include "demo/year/reporting.h"

#include "demo/apportion.h"
#include "demo/curriculum.h"
#include "demo/school_year.h"
#include "shiji/ledger/events/codec.h"

#include <array>

namespace shiji::cli::demo {
namespace {

using ledger::Status;
namespace reporting = ledger::reporting;

constexpr std::array reporting_stages{Stage::kindergarten, Stage::primary, Stage::junior, Stage::senior};
constexpr std::array<std::string_view, 10> forms{
    "教师基本信息核对", "学科教师配备情况", "课后服务开展情况", "作业公示情况", "教研组建设情况",
    "实验教学开出情况", "校本课程开设情况", "学业质量监测情况", "教材使用情况", "教师培训需求"};
constexpr std::int64_t nine_s = 9 * 3'600;
constexpr std::int64_t six_s = 18 * 3'600;

std::vector<std::uint32_t> schools_with(const Organisation& organisation, Stage stage) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < organisation.schools.size(); ++i) {
    if (organisation.schools[i].stages.front() == stage) out.push_back(i);
  }
  if (out.empty()) out.push_back(0);
  return out;
}

}  // namespace

Reporting::Reporting(const YearSetting& setting, FactList& facts) : ListedArea(setting, "reporting") {
  constexpr std::size_t collections = reporting_stages.size() * forms.size();
  const auto days = working_days(date_of(2023, 2, 20), date_of(2023, 12, 8));
  std::vector<std::uint32_t> weights;
  for (std::size_t i = 0; i < collections; ++i) weights.push_back(static_cast<std::uint32_t>(random_.between(60, 140)));
  const auto counts = apportion(setting.totals.report_rows, weights);
  for (std::uint32_t i = 0; i < collections; ++i) {
    const Stage stage = reporting_stages[i % reporting_stages.size()];
    const ledger::Date opens = days[days.size() * i / collections];
    const ledger::Date due{opens.value + 12};
    collections_.push_back({numbered("r2023-", i + 1),
                            std::string(stage_name(stage)) + std::string(forms[i / reporting_stages.size()]), stage,
                            due});
    plan(facts, ReportFact::opened, i, shanghai(opens, nine_s - 3'600));
    const auto schools = schools_with(setting.organisation, stage);
    const auto within = working_days(opens, due);
    for (std::uint32_t row = 0; row < counts[i]; ++row) {
      plan(facts, ReportFact::row, static_cast<std::uint32_t>(rows_.size()),
           {moment_on(random_.one_of(within), random_).value + std::int64_t{1'800} * 1'000'000});
      rows_.push_back({i, row + 1, random_.one_of(schools)});
    }
    plan(facts, ReportFact::closed, i, shanghai({due.value + 1}, six_s));
  }
  std::vector<std::uint32_t> wrong(rows_.size());
  for (std::uint32_t i = 0; i < wrong.size(); ++i) wrong[i] = i;
  random_.choose(wrong, setting.totals.report_rows_corrected);
  for (std::uint32_t i = 0; i < setting.totals.report_rows_corrected; ++i) {
    const auto due = collections_[rows_[wrong[i]].collection].due;
    plan(facts, ReportFact::corrected, wrong[i], shanghai({due.value + random_.between(2, 9)}, nine_s));
  }
}

Status Reporting::tell_fact(ReportFact kind, std::uint32_t which, ledger::Time at, EventSink& sink) const {
  const bool of_row = kind == ReportFact::row || kind == ReportFact::corrected;
  const auto& collection = collections_[of_row ? rows_[which].collection : which];
  const std::string stream = "report/" + collection.name;
  if (kind == ReportFact::opened) {
    const reporting::CollectionOpened opened{
        .title = collection.title, .stage = collection.stage, .due = collection.due};
    return sink.add(event_at(stream, district_unit, at), reporting::CollectionOpened::type,
                    ledger::encode_payload(opened));
  }
  if (kind == ReportFact::closed) {
    return sink.add(event_at(stream, district_unit, at), reporting::CollectionClosed::type,
                    ledger::encode_payload(reporting::CollectionClosed{}));
  }
  const auto& row = rows_[which];
  const auto& school = setting_.organisation.schools[row.school];
  if (kind == ReportFact::row) {
    const reporting::ReportRowSubmitted submitted{
        .row = row.number, .school = school.code, .content = invented_digest("row", which, setting_.seed)};
    return sink.add(event_at(stream, school.unit, at), reporting::ReportRowSubmitted::type,
                    ledger::encode_payload(submitted));
  }
  const reporting::ReportRowCorrected corrected{
      .row = row.number, .content = invented_digest("corrected", which, setting_.seed), .reason = "学校复核后更正"};
  return sink.add(event_at(stream, school.unit, at), reporting::ReportRowCorrected::type,
                  ledger::encode_payload(corrected));
}

}  // namespace shiji::cli::demo
