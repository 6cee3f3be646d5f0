// What the read models of the year say, by hand: one small story each.
#include "telemetry_batch.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using ledger::Level;
using ledger::identity::Stage;
using ledger::telemetry::RecordKind;
namespace research = ledger::research;
namespace reporting = ledger::reporting;
namespace resource = ledger::resource;
namespace reviewing = ledger::review;
namespace mentoring = ledger::mentoring;
namespace outreach = ledger::outreach;

TEST_CASE("an activity counts who took part and what became of the materials", "[models]") {
  FakeLedger ledger;
  const FakeLedger::Where where{"activity/a1", {}, {}};
  ledger.add(where, research::ActivityOpened{"作业设计",
                                             Level::county,
                                             research::Channel::cross_subject,
                                             Stage::primary,
                                             "13",
                                             {1'693'789'200'000'000},
                                             {1'693'794'600'000'000}});
  for (const std::uint64_t teacher : {1, 2, 3}) {
    ledger.add(where, research::ActivityJoined{person(teacher), "3701120001", Level::county, "作业设计"});
  }
  for (std::uint8_t material = 1; material <= 4; ++material) {
    ledger.add(where, research::MaterialSubmitted{person(1), digest(material), research::MaterialKind::video, 7});
  }
  ledger.add(where, research::MaterialReplaced{person(1), digest(1), digest(9), 7});
  ledger.add(where, research::MaterialWithdrawn{person(1), digest(2), "重复"});
  ledger.add(where, research::MaterialAccepted{digest(3), true});
  ledger.add(where, research::MaterialAccepted{digest(4), false});
  const auto open = record_of("activities", "a1", ledger);
  CHECK(text_at(open, "title") == "作业设计");
  CHECK(text_at(open, "level") == "county");
  CHECK(text_at(open, "channel") == "cross_subject");
  CHECK(text_at(open, "opens_at") == "2023-09-04T01:00:00.000000Z");
  CHECK(number_at(open, "participations") == 3);
  CHECK(number_at(open, "materials") == 4);
  CHECK(number_at(open, "replaced") == 1);
  CHECK(number_at(open, "withdrawn") == 1);
  CHECK(number_at(open, "accepted") == 2);
  CHECK(number_at(open, "promoted") == 1);
  CHECK_FALSE(flag_at(open, "closed"));
  ledger.add(where, research::ActivityClosed{});
  CHECK(flag_at(record_of("activities", "a1", ledger), "closed"));
}

TEST_CASE("the accuracy of a report is rounded down and never below nothing", "[models]") {
  const struct {
    int rows, corrected;
    std::int64_t accuracy_ppm;
  } cases[] = {{0, 0, 0}, {1, 0, 1'000'000}, {3, 1, 666'666}, {30, 1, 966'666}, {2, 3, 0}};
  for (const auto& c : cases) {
    INFO(c.rows << " rows, " << c.corrected << " corrected");
    FakeLedger ledger;
    const FakeLedger::Where where{"report/c", {}, {}};
    ledger.add(where, reporting::CollectionOpened{"学期上报", Stage::primary, day("2023-09-30")});
    for (int row = 1; row <= c.rows; ++row) {
      ledger.add(where, reporting::ReportRowSubmitted{static_cast<std::uint32_t>(row), "3701120001", digest(1)});
    }
    for (int row = 1; row <= c.corrected; ++row) {
      ledger.add(where, reporting::ReportRowCorrected{static_cast<std::uint32_t>(row), digest(2), "笔误"});
    }
    ledger.add(where, reporting::CollectionClosed{});
    const auto record = record_of("reports", "c", ledger);
    CHECK(text_at(record, "due") == "2023-09-30");
    CHECK(number_at(record, "rows") == c.rows);
    CHECK(number_at(record, "corrected") == c.corrected);
    CHECK(number_at(record, "accuracy_ppm") == c.accuracy_ppm);
    CHECK(flag_at(record, "closed"));
  }
}

TEST_CASE("visits, studies and reads are the records of their kind that name the object", "[models]") {
  FakeLedger ledger;
  ledger.add({"resource/x", {}, {}}, resource::ResourcePublished{"课件", resource::ResourceKind::courseware,
                                                                 Stage::primary, "14", person(1), digest(1)});
  ledger.add({"lesson/x", {}, {}},
             ledger::highlight::LessonHighlighted{"示范课", person(1), Level::city, Stage::primary, "14"});
  ledger.add({"article/x", {}, {}}, outreach::ArticlePublished{"3701120001", "教研动态", "开学", digest(2)});
  notice(ledger, {{RecordKind::resource_visited, 1, "resource/x"},
                  {RecordKind::resource_visited, 1, "resource/x"},
                  {RecordKind::resource_visited, 2, "resource/unheard"},
                  {RecordKind::resource_visited, 2, "lesson/x"},
                  {RecordKind::resource_visited, 2},
                  {RecordKind::page_opened, 2, "resource/x"},
                  {RecordKind::highlight_studied, 2, "lesson/x"},
                  {RecordKind::article_read, 2, "article/x"}});
  notice(ledger, {{RecordKind::resource_visited, 3, "resource/x"}, {RecordKind::article_read, 2, "article/x"}});
  const auto found = record_of("resources", "x", ledger);
  CHECK(text_at(found, "title") == "课件");
  CHECK(text_at(found, "contributor") == person_key(1));
  CHECK(number_at(found, "visits") == 3);
  CHECK_FALSE(flag_at(found, "retired"));
  const auto unheard = record_of("resources", "unheard", ledger);
  CHECK(number_at(unheard, "visits") == 1);
  CHECK(unheard.find("title") == nullptr);
  const auto lesson = record_of("highlights", "x", ledger);
  CHECK(text_at(lesson, "level") == "city");
  CHECK(number_at(lesson, "studied") == 1);
  const auto article = record_of("articles", "x", ledger);
  CHECK(text_at(article, "column") == "教研动态");
  CHECK(number_at(article, "reads") == 2);
  const auto kind = record_of("telemetry", "resource_visited", ledger);
  CHECK(number_at(kind, "records") == 6);
  CHECK(number_at(kind, "batches") == 2);
  ledger.add({"resource/x", {}, {}}, resource::ResourceRetired{"过时"});
  CHECK(flag_at(record_of("resources", "x", ledger), "retired"));
}

TEST_CASE("a kind of a later build is counted under its number", "[models]") {
  FakeLedger ledger;
  notice(ledger, {{static_cast<RecordKind>(77), 1}, {static_cast<RecordKind>(77), 1}});
  CHECK(number_at(record_of("telemetry", "77", ledger), "records") == 2);
  const auto profile = record_of("profile", person_key(1), ledger);
  CHECK(number_at(profile, "telemetry_records") == 2);
  CHECK(text_at(list_at(profile, "telemetry_by_kind").at(0), "kind") == "other");
}

TEST_CASE("a batch whose columns do not fit counts what fits", "[models]") {
  FakeLedger ledger;
  const std::vector<ledger::Subject> persons = {person(1)};
  const std::vector<std::string_view> objects = {"resource/x"};
  const std::vector<std::uint8_t> kinds(3, static_cast<std::uint8_t>(RecordKind::resource_visited));
  const std::vector<std::uint16_t> persons_at = {0, 9};
  const std::vector<std::uint16_t> objects_at = {1, 2};
  ledger.add({"telemetry/s", {}, {}}, ledger::telemetry::BatchRecorded{.school = "s",
                                                                       .day = {0},
                                                                       .batch = 1,
                                                                       .count = 3,
                                                                       .root = digest(1),
                                                                       .persons = persons,
                                                                       .objects = objects,
                                                                       .at_ms = {},
                                                                       .kinds = kinds,
                                                                       .persons_at = persons_at,
                                                                       .objects_at = objects_at});
  CHECK(number_at(record_of("resources", "x", ledger), "visits") == 1);
  CHECK(number_at(record_of("profile", person_key(1), ledger), "telemetry_records") == 1);
}

TEST_CASE("an item says how far it has come", "[models]") {
  FakeLedger ledger;
  const FakeLedger::Where where{"item/i", {}, {}};
  const auto status = [&] { return text_at(record_of("items", "i", ledger), "status"); };
  ledger.add(where,
             resource::ItemSubmitted{Stage::junior, "15", resource::ItemKind::reading, 350'000, person(1), digest(1)});
  CHECK(status() == "submitted");
  CHECK(number_at(record_of("items", "i", ledger), "difficulty_ppm") == 350'000);
  ledger.add(where, resource::ItemReviewed{true, {}});
  CHECK(status() == "accepted");
  ledger.add(where, resource::ItemRetired{"过时"});
  CHECK(status() == "retired");
  ledger.add({"item/j", {}, {}}, resource::ItemReviewed{false, "太难"});
  CHECK(text_at(record_of("items", "j", ledger), "status") == "rejected");
}

TEST_CASE("a review has no mean before it is concluded", "[models]") {
  FakeLedger ledger;
  const FakeLedger::Where where{"review/v", {}, {}};
  const std::vector<ledger::Subject> experts = {person(1), person(2), person(3)};
  ledger.add(where, reviewing::ReviewAssigned{reviewing::ObjectKind::lesson, digest(1), person(9), digest(2), experts});
  const std::vector<std::uint32_t> scores = {2'500, 2'000};
  ledger.add(where, reviewing::ReviewScored{person(2), digest(2), scores, {}});
  const auto open = record_of("reviews", "v", ledger);
  CHECK(text_at(open, "object_kind") == "lesson");
  CHECK(text_at(open, "author") == person_key(9));
  CHECK(number_at(open, "experts") == 3);
  CHECK(number_at(open, "opinions") == 1);
  CHECK(open.find("trimmed_mean_centi") == nullptr);
  CHECK(number_at(list_at(open, "scores").at(0), "total_centi") == 4'500);
  const std::vector<reviewing::Opinion> opinions = {{person(2), 4'500, -100}};
  ledger.add(where, reviewing::ReviewConcluded{reviewing::ObjectKind::lesson, digest(1), person(9), 6'000, 4'600, 1,
                                               opinions});
  const auto concluded = record_of("reviews", "v", ledger);
  CHECK(number_at(concluded, "trimmed_mean_centi") == 4'600);
  CHECK(number_at(concluded, "full_centi") == 6'000);
  CHECK(number_at(list_at(concluded, "scores").at(0), "deviation_centi") == -100);
  CHECK(flag_at(concluded, "concluded"));
}

TEST_CASE("what was done for others is told in counts", "[models]") {
  FakeLedger ledger;
  const std::vector<ledger::Subject> teachers = {person(1), person(2)};
  ledger.add({"outreach/o", {}, {}}, outreach::OutreachDelivered{outreach::OutreachKind::online_support, "3701120001",
                                                                 "临夏大树学校", teachers, 80});
  ledger.add({"pilot/p", {}, {}}, outreach::PilotReported{"稼轩文学院", Level::county, 88, 2'462, 2'205, 8'706, 20});
  const auto delivery = record_of("outreach", "o", ledger);
  CHECK(text_at(delivery, "kind") == "online_support");
  CHECK(text_at(delivery, "partner") == "临夏大树学校");
  CHECK(number_at(delivery, "teachers") == 2);
  CHECK(number_at(delivery, "minutes") == 80);
  const auto pilot = record_of("pilots", "p", ledger);
  CHECK(number_at(pilot, "pupils") == 2'205);
  CHECK(number_at(pilot, "reviews") == 8'706);
}

TEST_CASE("an event counts for every unit on its path", "[models]") {
  FakeLedger ledger;
  const std::string school = "37/3701/370112/3701120001";
  ledger.add({"school/3701120001", {}, {}}, ledger::employment::SchoolOpened{"3701120001", "王舍人实验小学", school});
  for (const std::uint64_t teacher : {1, 2}) {
    ledger.add({"teacher/" + person_key(teacher), {}, school},
               ledger::employment::EmploymentStarted{person(teacher),
                                                     "3701120001",
                                                     ledger::employment::Post::teacher,
                                                     ledger::employment::HeadcountKind::established,
                                                     {19'000}});
  }
  ledger.add({"teacher/" + person_key(2), {}, school},
             ledger::employment::EmploymentEnded{person(2), "3701120001", {19'100}});
  ledger.add({"activity/a", {}, school}, research::ActivityJoined{person(1), "3701120001", Level::county, "教研"});
  ledger.add({"activity/a", {}, "37/3701/370112"},
             research::ActivityJoined{person(1), "3701120001", Level::county, "教研"});
  ledger.add({"pair/p", {}, school}, mentoring::MentoringLogged{person(1), person(2), 45, mentoring::Activity::talk});
  const std::vector<training::AttendanceEntry> entries = {entry(1, document::AttendanceOutcome::present),
                                                          entry(2, document::AttendanceOutcome::late),
                                                          entry(3, document::AttendanceOutcome::absent)};
  for (std::uint32_t part = 0; part < 2; ++part) {
    ledger.add({"session/s", {}, school}, training::AttendanceFinalised{part, 2, Level::county, "t", 1, entries});
  }
  notice(ledger, {{RecordKind::page_opened, 1}, {RecordKind::page_opened, 2}}, school);
  for (const char* unit : {"3701120001", "370112", "3701", "37"}) {
    INFO(unit);
    const auto record = record_of("units", unit, ledger);
    const bool own = std::string(unit) == "3701120001";
    CHECK(text_at(record, "path") == school.substr(0, school.find(unit) + std::string(unit).size()));
    CHECK((record.find("name") != nullptr) == own);
    CHECK(number_at(record, "schools") == 1);
    CHECK(number_at(record, "teachers") == 1);
    CHECK(number_at(record, "sessions") == 1);
    CHECK(number_at(record, "attended") == 4);
    CHECK(number_at(record, "participations") == (own ? 1 : 2));
    CHECK(number_at(record, "mentoring_minutes") == 45);
    CHECK(number_at(record, "telemetry_records") == 2);
    CHECK(number_at(record, "events") == (own ? 9 : 10));
    const auto& areas = list_at(record, "events_by_area");
    CHECK(text_at(areas.at(0), "area") == "employment");
    CHECK(number_at(areas.at(0), "events") == 4);
  }
}
