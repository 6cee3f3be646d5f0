// The whole demo once: the document's figures out of the projections, the verification, one byte changed.
#include "demo/demo.h"
#include "shiji/projections/read_models.h"
#include "temporary_directory.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <span>

using namespace shiji;
using namespace shiji::cli::demo;

namespace {

std::string text_in(const projections::Record& record, std::string_view field) {
  const auto* found = record.find(field);
  REQUIRE(found != nullptr);
  return std::get<std::string>(found->content);
}

void check_sample_statement(const std::string& directory, const std::string& teacher) {
  const auto statement = projections::ReadModel::open("statement", directory, engine::system_environment());
  REQUIRE(statement.ok());
  const auto record = (*statement)->find(teacher);
  REQUIRE(record.ok());
  const auto* lines = record->find("lines");
  REQUIRE(lines != nullptr);
  const auto& list = std::get<projections::List>(lines->content);
  CHECK(list.size() >= 8);
  std::set<std::string> items;
  for (const auto& line : list) items.insert(text_in(line, "item"));
  CHECK(items.count("late") == 1);
  CHECK(items.count("activity") == 1);
  CHECK(items.count("training") == 1);
}

struct Said {
  std::string_view name, figure;
};

/// What the report of 2024-02-02 says of the year, written down here once more, so that no constant vouches for itself.
constexpr Said document[] = {
    {"sessions", "201"},
    {"attended", "32168"},
    {"attendance_rate", "99.49 %"},
    {"heads", "144"},
    {"activities", "91"},
    {"activity_stages", "6"},
    {"activity_subjects", "23"},
    {"participations", "22553"},
    {"materials", "83107"},
    {"report_rows", "30680"},
    {"report_stages", "4"},
    {"resources", "15115"},
    {"resource_visits", "160738"},
    {"items", "39854"},
    {"item_stages", "2"},
    {"item_subjects", "14"},
    {"think_tank", "982"},
    {"experts", "792"},
    {"tank_heads", "144"},
    {"researchers", "46"},
    {"reviews", "83241"},
    {"lessons", "139"},
    {"lesson_subjects", "7"},
    {"lesson_studies", "39257"},
    {"highlighted_teachers", "64"},
    {"tickets", "1922"},
    {"calls_in", "727"},
    {"calls_back", "431"},
    {"teachers_helped", "388"},
    {"tables", "617"},
    {"reports", "32"},
    {"visits", "25"},
    {"articles", "655"},
    {"article_reads", "22400"},
    {"pilot_school_reviews", "172"},
    {"pilot_district_reviews", "8706"},
    {"pilot_schools", "88"},
    {"pilot_teachers", "2462"},
    {"across_schools_share", "64 %"},
    {"schools_share", "100 %"},
};

/// What follows from it, or was planned beside it.
constexpr Said derived[] = {
    {"expected", "32333"},
    {"absent", "165"},
    {"attendance_rate_ppm", "994896"},
    {"schools", "144"},
    {"teachers", "11000"},
    {"report_rows_corrected", "60"},
    {"reviews_concluded", "16648"},
    {"papers", "420"},
    {"pairs", "240"},
    {"mentoring_minutes", "357905"},
    {"votes", "1"},
    {"teachers_across_schools", "7040"},
};

using Figures = std::map<std::string, Figure>;

void check_said(Figures& figures, std::span<const Said> all, bool is_derived) {
  for (const auto& [name, said] : all) {
    INFO(name);
    REQUIRE(figures.contains(std::string(name)));
    const auto& figure = figures[std::string(name)];
    CHECK(figure.actual == said);
    CHECK(figure.expected == said);
    CHECK(figure.derived == is_derived);
  }
}

void check_process_records(Figures& figures) {
  constexpr std::uint64_t at_least = 4'420'000;
  CHECK(figures["process_records"].expected == std::to_string(at_least));
  CHECK(std::stoull(figures["process_records"].actual) >= at_least);
  CHECK(std::stoull(figures["telemetry_records"].actual) > 160'738 + 22'400 + 39'257);
}

void check_closing_report(const ClosingReport& report) {
  CHECK(report.attendance.absent == 165);
  CHECK(report.attendance.expected - report.attendance.absent == report.attendance.attended);
  CHECK(report.weakest_schools.size() == 3);
  CHECK(report.teachers.across_schools == 7'040);
  CHECK(report.research.participations == 22'553);
  CHECK(report.reviews.experts == 982);
  CHECK(report.reviews.reviews == 83'241);
  CHECK((report.reports.rows - report.reports.corrected) * 1'000'000 / report.reports.rows > 998'000);
  CHECK(report.mentoring.minutes == 357'905);
}

}  // namespace

TEST_CASE("the year of Licheng: every figure out of the projections equals the document's") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "licheng";
  std::map<Phase, std::uint64_t> calls;
  const auto result = run({.name = "licheng-2023", .directory = path, .scale_ppm = 1'000'000, .seed = 2023},
                          [&](Phase phase, std::uint64_t done, std::uint64_t total) {
                            ++calls[phase];
                            CHECK(done <= total);
                          });
  REQUIRE(result.ok());
  Figures figures;
  for (const auto& figure : result->figures) {
    INFO(figure.name << " expected " << figure.expected << " actual " << figure.actual);
    CHECK(figure.equal);
    figures[figure.name] = figure;
  }
  check_said(figures, document, false);
  check_said(figures, derived, true);
  check_process_records(figures);
  for (const auto* name : {"efficiency", "storage"}) {
    CHECK_FALSE(figures[name].measurable);
    CHECK(figures[name].actual.empty());
  }
  check_closing_report(result->report);

  CHECK(result->events > 450'000);
  CHECK(result->verification.events == result->events);
  CHECK(result->verification.faults_in_all == 0);
  CHECK(result->verification.root == result->root);
  CHECK(result->checkpoint.find("licheng-2023.demo.shiji\n" + std::to_string(result->events) + "\n") == 0);
  REQUIRE(result->tampered.faults_in_all > 0);
  CHECK(std::any_of(result->tampered.faults.begin(), result->tampered.faults.end(), [&](const auto& fault) {
    return fault.sequence && fault.sequence->value > 0 && fault.sequence->value < result->events;
  }));
  CHECK(result->tampered_where.find("chain/") == 0);
  CHECK_FALSE(std::filesystem::exists(path + ".one-byte-changed"));
  CHECK(calls[Phase::append] > 0);
  check_sample_statement(path, result->sample_teacher);
}
