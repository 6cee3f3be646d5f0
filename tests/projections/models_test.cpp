// Each model's arithmetic, in tables.
#include "fake_ledger.h"

#include <catch2/catch.hpp>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using document::AttendanceOutcome;

namespace {

bool has_record(std::string_view model_name, const std::string& key, const FakeLedger& ledger) {
  ScratchDirectory directory;
  auto model = open_model(model_name, directory);
  REQUIRE(model->catch_up(ledger, {}).ok());
  return model->find(key).ok();
}

void sign_in(FakeLedger& ledger, const std::string& session, std::uint64_t teacher) {
  training::SessionSignedIn payload;
  payload.teacher = person(teacher);
  payload.method = training::SignInMethod::face;
  ledger.add({"session/" + session, {}, {}}, payload);
}

}  // namespace

TEST_CASE("attendance counts live until it is final, then by the final entries", "[models]") {
  FakeLedger ledger;
  const std::vector<training::SessionUnit> units = {{{1'693'789'200'000'000}, {1'693'794'600'000'000}}};
  ledger.add({"session/k1", {}, {}},
             training::SessionScheduled{"作业设计研讨", ledger::Level::county, "礼堂", units, false});
  const std::vector<ledger::Subject> roster = {person(1), person(2), person(3)};
  ledger.add({"session/k1", {}, {}}, training::RosterFixed{roster});
  sign_in(ledger, "k1", 1);
  sign_in(ledger, "k1", 2);
  sign_in(ledger, "k1", 1);
  const auto live = record_of("attendance", "k1", ledger);
  CHECK(text_at(live, "title") == "作业设计研讨");
  CHECK(text_at(live, "level") == "county");
  CHECK(text_at(live, "starts_at") == "2023-09-04T01:00:00.000000Z");
  CHECK(text_at(live, "ends_at") == "2023-09-04T02:30:00.000000Z");
  CHECK(number_at(live, "expected") == 3);
  CHECK(number_at(live, "signed_in") == 2);
  CHECK(number_at(live, "sign_ins_repeated") == 1);
  CHECK(number_at(live, "attended") == 0);
  CHECK(std::get<bool>(live.find("closed")->content) == false);

  finalise(ledger, "k1", "2023-09-04",
           {entry(1, AttendanceOutcome::present, 90, 1), entry(2, AttendanceOutcome::late, 80),
            entry(3, AttendanceOutcome::absent)});
  sign_in(ledger, "k1", 3);
  const auto final = record_of("attendance", "k1", ledger);
  CHECK(number_at(final, "expected") == 3);
  CHECK(number_at(final, "signed_in") == 2);
  CHECK(number_at(final, "attended") == 2);
  CHECK(number_at(final, "late") == 1);
  CHECK(number_at(final, "absent") == 1);
  CHECK(number_at(final, "rate_ppm") == 666'666);
  CHECK(number_at(final, "sign_ins_repeated") == 1);
  CHECK(std::get<bool>(final.find("closed")->content) == true);
}

TEST_CASE("an attendance in parts is closed with its last part", "[models]") {
  FakeLedger ledger;
  for (std::uint32_t part = 0; part < 2; ++part) {
    const std::vector<training::AttendanceEntry> entries = {entry(part, AttendanceOutcome::present)};
    ledger.add({"session/k", day("2023-09-04"), {}},
               training::AttendanceFinalised{part, 2, ledger::Level::city, "t", 1, entries});
    const auto record = record_of("attendance", "k", ledger);
    CHECK(number_at(record, "expected") == part + 1);
    CHECK(number_at(record, "rate_ppm") == 1'000'000);
    CHECK(std::get<bool>(record.find("closed")->content) == (part == 1));
  }
}

TEST_CASE("a line of credits is rounded down once, and totals are sums of lines", "[models]") {
  const struct {
    int minutes_per_class_hour, class_hours_per_credit;
    std::vector<int> minutes;
    std::int64_t class_hours_centi, credit_milli;
  } cases[] = {
      {45, 10, {45}, 100, 100},    {45, 10, {90}, 200, 200},         {45, 10, {44}, 97, 97},
      {45, 10, {1}, 2, 2},         {45, 10, {44, 44, 44}, 291, 291}, {60, 20, {2160}, 3600, 1800},
      {45, 8, {2025}, 4500, 5625}, {40, 9, {50, 50}, 250, 276},
  };
  for (const auto& c : cases) {
    INFO(c.minutes_per_class_hour << " minutes, " << c.class_hours_per_credit << " class hours a credit");
    FakeLedger ledger;
    ledger.adopt(credit_rules(1, c.minutes_per_class_hour, c.class_hours_per_credit), "2020-01-01");
    std::int64_t minutes = 0;
    for (const int one : c.minutes) {
      finalise(ledger, "s", "2023-09-04", {entry(1, AttendanceOutcome::present, one)});
      minutes += one;
    }
    for (const char* model : {"credits", "statement"}) {
      const auto record = record_of(model, person_key(1), ledger);
      CHECK(number_at(record, "minutes") == minutes);
      CHECK(number_at(record, "class_hours_centi") == c.class_hours_centi);
      CHECK(number_at(record, "credit_milli") == c.credit_milli);
    }
  }
}

TEST_CASE("credits are kept by level and by calendar year", "[models]") {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  finalise(ledger, "a", "2023-12-31", {entry(1, AttendanceOutcome::present, 45)}, ledger::Level::county);
  finalise(ledger, "b", "2024-01-01", {entry(1, AttendanceOutcome::present, 90)}, ledger::Level::county);
  finalise(ledger, "c", "2024-01-02", {entry(1, AttendanceOutcome::late, 180)}, ledger::Level::city);
  const auto record = record_of("credits", person_key(1), ledger);
  const auto& levels = list_at(record, "by_level");
  REQUIRE(levels.size() == 2);
  CHECK(text_at(levels[0], "level") == "county");
  CHECK(number_at(levels[0], "credit_milli") == 300);
  CHECK(number_at(levels[1], "credit_milli") == 400);
  const auto& years = list_at(record, "by_year");
  REQUIRE(years.size() == 2);
  CHECK(text_at(years[0], "year") == "2023");
  CHECK(number_at(years[0], "minutes") == 45);
  CHECK(number_at(years[1], "minutes") == 270);
}

TEST_CASE("points stop at the cap and at the floor, in the order of business dates", "[models]") {
  struct Item {
    const char* date;
    AttendanceOutcome outcome;
  };
  using enum AttendanceOutcome;
  const struct {
    const char* what;
    PointTable table;
    std::vector<Item> items;  ///< in order of arrival
    std::int64_t points_centi, uncounted_centi;
  } cases[] = {
      {"one attendance", {}, {{"2023-09-04", present}}, 100, 0},
      {"late: the attendance less the lateness", {.late = -50}, {{"2023-09-04", late}}, 50, 0},
      {"absent at nothing: the floor takes all", {}, {{"2023-09-04", absent}}, 0, -300},
      {"absent after one: down to the floor", {}, {{"2023-09-04", present}, {"2023-09-05", absent}}, 0, -200},
      {"absent before one: the floor first", {}, {{"2023-09-04", absent}, {"2023-09-05", present}}, 100, -300},
      {"a late fact of an earlier day moves what follows",
       {},
       {{"2023-09-05", present}, {"2023-09-04", absent}},
       100,
       -300},
      {"a floor below nothing", {.floor = -250}, {{"2023-09-04", absent}}, -250, -50},
      {"the cap", {.cap = 250}, {{"2023-09-04", present}, {"2023-09-05", present}, {"2023-09-06", present}}, 250, 50},
      {"the cap exactly, then nothing more",
       {.cap = 200},
       {{"2023-09-04", present}, {"2023-09-05", present}, {"2023-09-06", present}},
       200,
       100},
      {"an absence makes room under the cap",
       {.absent = -100, .cap = 200},
       {{"2023-09-04", present}, {"2023-09-05", present}, {"2023-09-06", absent}, {"2023-09-07", present}},
       200,
       0},
      {"two school years, two caps",
       {.cap = 100},
       {{"2023-08-30", present}, {"2023-08-31", present}, {"2023-09-01", present}},
       200,
       100},
      {"calendar years",
       {.cap = 100, .window = "calendar_year"},
       {{"2023-08-31", present}, {"2023-09-01", present}},
       100,
       100},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    FakeLedger ledger;
    ledger.adopt(point_rules(c.table), "2020-01-01");
    for (const auto& item : c.items) finalise(ledger, item.date, item.date, {entry(1, item.outcome)});
    for (const char* model : {"points", "statement"}) {
      const auto record = record_of(model, person_key(1), ledger);
      CHECK(number_at(record, "points_centi") == c.points_centi);
      CHECK(number_at(record, "uncounted_centi") == c.uncounted_centi);
    }
  }
}

TEST_CASE("points count what was attended, late and absent, and say the window's limits", "[models]") {
  FakeLedger ledger;
  ledger.adopt(point_rules({.cap = 300, .floor = -50}), "2020-01-01");
  finalise(ledger, "a", "2023-09-04", {entry(1, AttendanceOutcome::present)});
  finalise(ledger, "b", "2023-09-05", {entry(1, AttendanceOutcome::late)});
  finalise(ledger, "c", "2023-09-06", {entry(1, AttendanceOutcome::absent)});
  const auto record = record_of("points", person_key(1), ledger);
  CHECK(number_at(record, "attended") == 2);
  CHECK(number_at(record, "late") == 1);
  CHECK(number_at(record, "absent") == 1);
  const auto& windows = list_at(record, "by_window");
  REQUIRE(windows.size() == 1);
  CHECK(text_at(windows[0], "window") == "2023-2024");
  CHECK(text_at(windows[0], "category") == "activities");
  CHECK(number_at(windows[0], "points_centi") == -50);
  CHECK(number_at(windows[0], "uncounted_centi") == -150);
  CHECK(number_at(windows[0], "cap_centi") == 300);
  CHECK(number_at(windows[0], "floor_centi") == -50);
  CHECK(number_at(windows[0], "lines") == 4);
}

TEST_CASE("a statement lists credits and points lines by date, with their event and rule item", "[models]") {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  ledger.adopt(point_rules({.version = 3, .cap = 150}), "2020-01-01");
  const auto second = finalise(ledger, "b", "2023-09-05", {entry(1, AttendanceOutcome::present, 90)});
  const auto first = finalise(ledger, "a", "2023-09-04", {entry(1, AttendanceOutcome::present, 45)});
  const auto record = record_of("statement", person_key(1), ledger);
  const auto& lines = list_at(record, "lines");
  REQUIRE(lines.size() == 4);
  const struct {
    const char* date;
    const char* kind;
    const char* title;
    const char* item_zh;
    std::int64_t minutes, credit_milli, points_centi, uncounted_centi, rule_version;
    ledger::Sequence sequence;
  } rows[] = {
      {"2023-09-04", "credits", "研讨 a", "集中培训", 45, 100, 0, 0, 1, first},
      {"2023-09-04", "points", "研讨 a", "项activity", 0, 0, 100, 0, 3, first},
      {"2023-09-05", "credits", "研讨 b", "集中培训", 90, 200, 0, 0, 1, second},
      {"2023-09-05", "points", "研讨 b", "项activity", 0, 0, 50, 50, 3, second},
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO("line " << i);
    CHECK(text_at(lines[i], "business_date") == rows[i].date);
    CHECK(text_at(lines[i], "kind") == rows[i].kind);
    CHECK(text_at(lines[i], "title") == rows[i].title);
    CHECK(text_at(lines[i], "item_zh") == rows[i].item_zh);
    CHECK(number_at(lines[i], "minutes") == rows[i].minutes);
    CHECK(number_at(lines[i], "credit_milli") == rows[i].credit_milli);
    CHECK(number_at(lines[i], "points_centi") == rows[i].points_centi);
    CHECK(number_at(lines[i], "uncounted_centi") == rows[i].uncounted_centi);
    CHECK(number_at(lines[i], "rule_version") == rows[i].rule_version);
    CHECK(number_at(lines[i], "sequence") == static_cast<std::int64_t>(rows[i].sequence.value));
  }
}

TEST_CASE("an adoption changes no line already there and holds from its range on", "[models]") {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  finalise(ledger, "a", "2023-09-04", {entry(1, AttendanceOutcome::present, 90)});
  ledger.adopt(credit_rules(2, 90, 10), "2023-09-01", "2023-09-30");
  finalise(ledger, "b", "2023-09-04", {entry(1, AttendanceOutcome::present, 90)});
  finalise(ledger, "c", "2023-10-01", {entry(1, AttendanceOutcome::present, 90)});
  const auto record = record_of("statement", person_key(1), ledger);
  const auto& lines = list_at(record, "lines");
  REQUIRE(lines.size() == 3);
  CHECK(number_at(lines[0], "rule_version") == 1);
  CHECK(number_at(lines[0], "credit_milli") == 200);
  CHECK(number_at(lines[1], "rule_version") == 2);
  CHECK(number_at(lines[1], "credit_milli") == 100);
  CHECK(number_at(lines[2], "rule_version") == 1);
  CHECK(number_at(record, "credit_milli") == 500);
}

TEST_CASE("a teacher who was only registered is in the profile and nowhere else", "[models]") {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  ledger.adopt(point_rules({}), "2020-01-01");
  const std::vector<std::uint8_t> sealed = {1, 2, 3};
  ledger.add({"teacher/" + person_key(1), {}, "37/3701/370112"},
             ledger::identity::TeacherRegistered{person(1),
                                                 {person(1), 1, {}, sealed},
                                                 ledger::identity::Stage::primary,
                                                 "02",
                                                 ledger::identity::TeacherKind::head});
  const auto record = record_of("profile", person_key(1), ledger);
  const auto& name = std::get<SealedText>(record.find("name")->content);
  CHECK(name.type == "identity.TeacherRegistered");
  CHECK(name.field == "name");
  CHECK(name.subject == person(1));
  CHECK(name.ciphertext == sealed);
  CHECK(text_at(record, "stage") == "primary");
  CHECK(text_at(record, "kind") == "head");
  CHECK(text_at(record, "unit") == "37/3701/370112");
  CHECK(record.find("school") == nullptr);
  CHECK(number_at(record, "sessions_attended") == 0);
  for (const char* model : {"credits", "points", "statement"}) CHECK_FALSE(has_record(model, person_key(1), ledger));
}

TEST_CASE("no line, no record: an undecided attendance or one before any rule set gives nothing", "[models]") {
  FakeLedger ledger;
  finalise(ledger, "a", "2023-09-04", {entry(1, AttendanceOutcome::present)});
  ledger.adopt(point_rules({}), "2020-01-01");
  finalise(ledger, "b", "2023-09-04", {entry(1, AttendanceOutcome::undecided)});
  for (const char* model : {"credits", "points", "statement"}) CHECK_FALSE(has_record(model, person_key(1), ledger));
  CHECK(has_record("profile", person_key(1), ledger));
}

TEST_CASE("a profile follows the word on employment that takes effect last", "[models]") {
  namespace employment = ledger::employment;
  FakeLedger ledger;
  const std::string stream = "teacher/" + person_key(1);
  ledger.add({stream, {}, "37/A"},
             employment::EmploymentStarted{person(1), "A", employment::Post::teacher,
                                           employment::HeadcountKind::established, day("2023-09-01")});
  ledger.add({stream, {}, "37/B"}, employment::PostChanged{person(1), "B", employment::Post::head, day("2022-09-01")});
  auto record = record_of("profile", person_key(1), ledger);
  CHECK(text_at(record, "school") == "A");
  CHECK(text_at(record, "post") == "teacher");
  CHECK(text_at(record, "unit") == "37/A");
  ledger.add({stream, {}, {}}, employment::EmploymentEnded{person(1), "A", day("2024-07-31")});
  finalise(ledger, "x", "2023-09-05", {entry(1, AttendanceOutcome::late, 80)});
  finalise(ledger, "y", "2023-09-04", {entry(1, AttendanceOutcome::absent)});
  record = record_of("profile", person_key(1), ledger);
  CHECK(std::get<bool>(record.find("employed")->content) == false);
  CHECK(text_at(record, "post") == "teacher");
  CHECK(number_at(record, "sessions_attended") == 1);
  CHECK(number_at(record, "sessions_late") == 1);
  CHECK(number_at(record, "sessions_absent") == 1);
  CHECK(number_at(record, "minutes") == 80);
  CHECK(text_at(record, "first_business_date") == "2023-09-04");
  CHECK(text_at(record, "last_business_date") == "2023-09-05");
}
