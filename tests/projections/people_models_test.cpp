// What is counted by person: experts, pairs, support, what a cycle lacks, the profile of a whole year.
#include "telemetry_batch.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using ledger::Level;
using ledger::identity::Stage;
using ledger::telemetry::RecordKind;
namespace research = ledger::research;
namespace resource = ledger::resource;
namespace reviewing = ledger::review;
namespace mentoring = ledger::mentoring;
namespace support = ledger::support;

namespace {

/// A concluded review in which `expert` stood `deviation_centi` off the mean.
void conclude(FakeLedger& ledger, std::uint64_t expert, std::int32_t deviation_centi,
              std::uint32_t full_centi = 10'000) {
  const std::vector<reviewing::Opinion> opinions = {{person(expert), 8'000, deviation_centi}};
  ledger.add({"review/r", {}, {}}, reviewing::ReviewConcluded{
                                       reviewing::ObjectKind::material, digest(1), {}, full_centi, 8'000, 1, opinions});
}

}  // namespace

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
