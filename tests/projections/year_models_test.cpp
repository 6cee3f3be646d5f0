// What the read models of the year say, by hand: one small story each.
#include "fake_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using ledger::Level;
using ledger::identity::Stage;
namespace research = ledger::research;
namespace reporting = ledger::reporting;
namespace resource = ledger::resource;
namespace reviewing = ledger::review;
namespace mentoring = ledger::mentoring;
namespace outreach = ledger::outreach;
namespace support = ledger::support;
using ledger::telemetry::RecordKind;

namespace {

Record record_of(std::string_view model_name, const std::string& key, const FakeLedger& ledger) {
  ScratchDirectory directory;
  auto model = open_model(model_name, directory);
  const auto status = model->catch_up(ledger, {});
  INFO(failure_text(status));
  REQUIRE(status.ok());
  auto record = model->find(key);
  INFO(model_name << "/" << key);
  REQUIRE(record.ok());
  return *record;
}

bool flag_at(const Record& record, std::string_view name) {
  const auto* field = record.find(name);
  REQUIRE(field != nullptr);
  return std::get<bool>(field->content);
}

ledger::Hash digest(std::uint8_t number) {
  ledger::Hash out;
  out.bytes.fill(number);
  return out;
}

/// One record of telemetry: what, who, on which object ("" for none).
struct Noted {
  RecordKind kind;
  std::uint64_t who;
  std::string object{};
};

void notice(FakeLedger& ledger, const std::vector<Noted>& records, const std::string& unit = {}) {
  std::vector<ledger::Subject> persons;
  std::vector<std::string_view> objects;
  std::vector<std::uint32_t> at_ms(records.size());
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint16_t> persons_at;
  std::vector<std::uint16_t> objects_at;
  for (const auto& record : records) {
    persons_at.push_back(static_cast<std::uint16_t>(persons.size()));
    persons.push_back(person(record.who));
    if (!record.object.empty()) objects.emplace_back(record.object);
    objects_at.push_back(static_cast<std::uint16_t>(record.object.empty() ? 0 : objects.size()));
    kinds.push_back(static_cast<std::uint8_t>(record.kind));
  }
  ledger.add({"telemetry/3701120001", {}, unit},
             ledger::telemetry::BatchRecorded{.school = "3701120001",
                                              .day = day("2023-09-04"),
                                              .batch = 1,
                                              .count = static_cast<std::uint32_t>(records.size()),
                                              .root = digest(1),
                                              .persons = persons,
                                              .objects = objects,
                                              .at_ms = at_ms,
                                              .kinds = kinds,
                                              .persons_at = persons_at,
                                              .objects_at = objects_at});
}

/// A concluded review in which `expert` stood `deviation_centi` off the mean.
void conclude(FakeLedger& ledger, std::uint64_t expert, std::int32_t deviation_centi,
              std::uint32_t full_centi = 10'000) {
  const std::vector<reviewing::Opinion> opinions = {{person(expert), 8'000, deviation_centi}};
  ledger.add({"review/r", {}, {}}, reviewing::ReviewConcluded{
                                       reviewing::ObjectKind::material, digest(1), {}, full_centi, 8'000, 1, opinions});
}

}  // namespace

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

TEST_CASE("an expert's work is what was asked, given and attended; a pause ends", "[models]") {
  FakeLedger ledger;
  const FakeLedger::Where where{"expert/" + person_key(1), {}, {}};
  ledger.add(where, reviewing::ExpertEnrolled{person(1), "zhang", reviewing::ExpertKind::researcher, "13"});
  const std::vector<ledger::Subject> experts = {person(1), person(2)};
  ledger.add({"review/a", {}, {}},
             reviewing::ReviewAssigned{reviewing::ObjectKind::paper, digest(1), {}, digest(2), experts});
  const std::vector<std::uint32_t> scores = {1};
  ledger.add({"review/a", {}, {}}, reviewing::ReviewScored{person(1), digest(2), scores, {}});
  ledger.add({"vote/a", {}, {}}, reviewing::OpenVoteRecorded{"表决", Level::county, 3, experts, 2, 0, 0, true});
  ledger.add(where, reviewing::ExpertSuspended{person(1), "借调"});
  const auto suspended = record_of("experts", person_key(1), ledger);
  CHECK(text_at(suspended, "kind") == "researcher");
  CHECK(number_at(suspended, "assigned") == 1);
  CHECK(number_at(suspended, "reviews") == 1);
  CHECK(number_at(suspended, "votes") == 1);
  CHECK(flag_at(suspended, "suspended"));
  CHECK(suspended.find("deviation_centi") == nullptr);
  ledger.add(where, reviewing::ExpertReinstated{person(1), "归队"});
  CHECK_FALSE(flag_at(record_of("experts", person_key(1), ledger), "suspended"));
  const auto vote = record_of("votes", "a", ledger);
  CHECK(number_at(vote, "present") == 2);
  CHECK(number_at(vote, "yes") == 2);
  CHECK(flag_at(vote, "passed"));
}

TEST_CASE("agreement is the mean distance from the trimmed mean, of full marks in parts per million", "[models]") {
  FakeLedger ledger;
  conclude(ledger, 1, 100, 10'000);
  conclude(ledger, 1, -301, 5'000);
  const auto record = record_of("experts", person_key(1), ledger);
  CHECK(number_at(record, "concluded") == 2);
  CHECK(number_at(record, "deviation_centi") == 200);   // 401 / 2
  CHECK(number_at(record, "deviation_ppm") == 26'733);  // 401 / 15000
  CHECK(record.find("drift_centi") == nullptr);
}

TEST_CASE("drift is the last twenty reviews against all before, rounded down once", "[models]") {
  const struct {
    std::vector<std::int32_t> before;
    std::int32_t recent, last;
    std::int64_t drift_centi;
  } cases[] = {
      {{100}, 100, 100, 0}, {{100}, 300, 300, 200}, {{0, 0, 1}, 0, 0, -1},
      {{0}, 0, 39, 1},      {{0}, 0, -1, -1},       {{50, 150}, 0, 0, -100},
  };
  for (const auto& c : cases) {
    FakeLedger ledger;
    for (const auto deviation : c.before) conclude(ledger, 1, deviation);
    for (int i = 0; i < 19; ++i) conclude(ledger, 1, c.recent);
    CHECK((c.before.size() > 1) == (record_of("experts", person_key(1), ledger).find("drift_centi") != nullptr));
    conclude(ledger, 1, c.last);
    CHECK(number_at(record_of("experts", person_key(1), ledger), "drift_centi") == c.drift_centi);
  }
}

TEST_CASE("a pair adds up its meetings until the ledger has summed them up", "[models]") {
  FakeLedger ledger;
  const FakeLedger::Where where{"pair/p", {}, {}};
  ledger.add(where, mentoring::PairMatched{person(1), person(2), day("2023-09-01")});
  ledger.add(where, mentoring::MentoringLogged{person(1), person(2), 45, mentoring::Activity::talk});
  ledger.add(where, mentoring::MentoringLogged{person(1), person(2), 90, mentoring::Activity::lesson_observed});
  const auto open = record_of("mentoring", "p", ledger);
  CHECK(text_at(open, "mentor") == person_key(1));
  CHECK(text_at(open, "novice") == person_key(2));
  CHECK(text_at(open, "from") == "2023-09-01");
  CHECK(number_at(open, "meetings") == 2);
  CHECK(number_at(open, "minutes") == 135);
  CHECK(open.find("appraisal") == nullptr);
  ledger.add(where, mentoring::PairEnded{person(1), person(2), mentoring::Appraisal::good});
  ledger.add(where, mentoring::MentoringConcluded{person(1), person(2), 2, 135, mentoring::Appraisal::good});
  const auto ended = record_of("mentoring", "p", ledger);
  CHECK(text_at(ended, "appraisal") == "good");
  CHECK(number_at(ended, "meetings") == 2);
  CHECK(flag_at(ended, "ended"));
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

TEST_CASE("support is kept by teacher, and what names nobody under a dash", "[models]") {
  FakeLedger ledger;
  ledger.add({"ticket/1", {}, {}}, support::TicketOpened{support::TicketChannel::online, "登录", person(1)});
  ledger.add({"ticket/2", {}, {}}, support::TicketOpened{support::TicketChannel::telephone, "登录", {}});
  ledger.add({"ticket/1", {}, {}}, support::TicketClosed{true, "已重置"});
  ledger.add({"ticket/2", {}, {}}, support::TicketClosed{false, "转交"});
  ledger.add({"support/s", {}, {}}, support::CallReceived{"登录", 5, person(1)});
  ledger.add({"support/s", {}, {}}, support::CallReturned{"登录", 7, {}});
  ledger.add({"support/s", {}, {}}, support::TeacherHelped{person(1), "登录"});
  ledger.add({"support/s", {}, {}}, support::TableProcessed{"名册", 30});
  ledger.add({"support/s", {}, {}}, support::ReportIssued{"月报", digest(1)});
  ledger.add({"support/s", {}, {}}, support::VisitLogged{"3701120001", "调研", 60});
  const auto teacher = record_of("support", person_key(1), ledger);
  CHECK(number_at(teacher, "tickets") == 1);
  CHECK(number_at(teacher, "calls_in") == 1);
  CHECK(number_at(teacher, "calls_back") == 0);
  CHECK(number_at(teacher, "helped") == 1);
  CHECK(number_at(teacher, "minutes") == 5);
  const auto nobody = record_of("support", "-", ledger);
  CHECK(number_at(nobody, "tickets") == 1);
  CHECK(number_at(nobody, "closed") == 2);
  CHECK(number_at(nobody, "resolved") == 1);
  CHECK(number_at(nobody, "calls_back") == 1);
  CHECK(number_at(nobody, "tables") == 1);
  CHECK(number_at(nobody, "reports") == 1);
  CHECK(number_at(nobody, "visits") == 1);
  CHECK(number_at(nobody, "minutes") == 67);
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

TEST_CASE("what a cycle lacks is told from the day a teacher is registered", "[models]") {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  ledger.adopt(cycle_rules(1, "calendar_year", 7'200), "2020-01-01");
  ledger::identity::TeacherRegistered teacher;
  teacher.teacher = person(1);
  teacher.stage = Stage::primary;
  teacher.subject_code = "13";
  teacher.kind = ledger::identity::TeacherKind::teacher;
  ledger.add({"teacher/" + person_key(1), day("2023-01-05"), {}}, teacher);
  const auto new_here = record_of("missing", person_key(1), ledger);
  CHECK(text_at(new_here, "window") == "2023");
  CHECK(number_at(new_here, "class_hours_centi") == 0);
  CHECK(number_at(new_here, "missing_class_hours_centi") == 7'200);
  using document::AttendanceOutcome;
  finalise(ledger, "a", "2023-09-04", {entry(1, AttendanceOutcome::present, 90)});
  finalise(ledger, "b", "2023-09-05", {entry(1, AttendanceOutcome::late, 44)});
  finalise(ledger, "c", "2023-09-06", {entry(1, AttendanceOutcome::absent, 0)});
  finalise(ledger, "d", "2024-01-06", {entry(1, AttendanceOutcome::present, 72 * 45 + 45)});
  const auto record = record_of("missing", person_key(1), ledger);
  CHECK(text_at(record, "window") == "2024");
  CHECK(number_at(record, "missing_class_hours_centi") == 0);
  const auto& windows = list_at(record, "by_window");
  REQUIRE(windows.size() == 2);
  CHECK(text_at(windows[0], "window") == "2023");
  CHECK(number_at(windows[0], "minutes") == 134);
  CHECK(number_at(windows[0], "class_hours_centi") == 297);
  CHECK(number_at(windows[0], "required_class_hours_centi") == 7'200);
  CHECK(number_at(windows[0], "missing_class_hours_centi") == 6'903);
  CHECK(number_at(windows[1], "class_hours_centi") == 7'300);
}

TEST_CASE("a window asks for what held for the last fact told of it; without a cycle nobody lacks anything",
          "[models]") {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  const auto attend = [&](const std::string& date) {
    finalise(ledger, date, date, {entry(1, document::AttendanceOutcome::present, 45)});
  };
  attend("2023-03-01");
  ScratchDirectory directory;
  auto model = open_model("missing", directory);
  REQUIRE(model->catch_up(ledger, {}).ok());
  CHECK_FALSE(model->find(person_key(1)).ok());
  ledger.adopt(cycle_rules(1, "calendar_year", 7'200), "2020-01-01");
  attend("2023-04-01");
  CHECK(number_at(record_of("missing", person_key(1), ledger), "required_class_hours_centi") == 7'200);
  ledger.adopt(cycle_rules(2, "calendar_year", 6'000), "2020-01-01");
  attend("2023-02-01");
  const auto record = record_of("missing", person_key(1), ledger);
  CHECK(number_at(record, "required_class_hours_centi") == 6'000);
  CHECK(number_at(record, "class_hours_centi") == 200);
}

TEST_CASE("a profile counts a teacher's whole year", "[models]") {
  FakeLedger ledger;
  ledger.add({"activity/a", {}, {}}, research::ActivityJoined{person(1), "3701120001", Level::school, "教研"});
  CHECK_FALSE(flag_at(record_of("profile", person_key(1), ledger), "cross_school"));
  ledger.add({"activity/b", {}, {}}, research::ActivityJoined{person(1), "3701120001", Level::county, "教研"});
  ledger.add({"activity/b", {}, {}},
             research::MaterialSubmitted{person(1), digest(1), research::MaterialKind::video, 1});
  ledger.add({"resource/r", {}, {}}, resource::ResourcePublished{"课件", resource::ResourceKind::courseware,
                                                                 Stage::primary, "14", person(1), digest(1)});
  ledger.add({"item/i", {}, {}},
             resource::ItemSubmitted{Stage::primary, "14", resource::ItemKind::choice, 1, person(1), digest(1)});
  ledger.add({"paper/p", {}, {}}, ledger::achievement::PaperRecorded{
                                      person(1), "论文", ledger::achievement::Venue::core, 1, 1, {19'000}, digest(1)});
  ledger.add({"pair/p", {}, {}}, mentoring::PairMatched{person(1), person(2), {19'000}});
  ledger.add({"pair/p", {}, {}}, mentoring::MentoringLogged{person(1), person(2), 45, mentoring::Activity::talk});
  ledger.add({"lesson/l", {}, {}},
             ledger::highlight::LessonHighlighted{"示范课", person(1), Level::city, Stage::primary, "14"});
  for (const std::uint16_t year : {std::uint16_t{2023}, std::uint16_t{2021}}) {
    ledger.add({"teacher/" + person_key(1), {}, {}}, ledger::highlight::TeacherHighlighted{person(1), year, "师德"});
  }
  notice(ledger, {{RecordKind::searched, 1}, {RecordKind::page_opened, 1}, {RecordKind::searched, 1}});
  const auto record = record_of("profile", person_key(1), ledger);
  CHECK(flag_at(record, "cross_school"));
  CHECK(number_at(record, "activities") == 2);
  for (const char* once : {"materials", "resources", "items", "papers", "pairs_as_mentor", "lessons_highlighted"}) {
    INFO(once);
    CHECK(number_at(record, once) == 1);
  }
  CHECK(number_at(record, "pairs_as_novice") == 0);
  CHECK(number_at(record, "mentoring_minutes") == 45);
  CHECK(text_of(*record.find("years_highlighted")) == "[2021,2023,]");
  CHECK(number_at(record, "telemetry_records") == 3);
  const auto novice = record_of("profile", person_key(2), ledger);
  CHECK(number_at(novice, "pairs_as_novice") == 1);
  CHECK(number_at(novice, "mentoring_minutes") == 45);
}
