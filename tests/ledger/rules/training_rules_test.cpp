// Sessions, rosters, signing in and out, closing (45x, 46x).
#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

Time at(std::string_view clock) { return shanghai("2023-09-04", clock); }

training::SessionUnit unit(std::string_view from, std::string_view to) { return {at(from), at(to)}; }

std::string schedule_units(RuleLedger& ledger, const std::vector<training::SessionUnit>& units) {
  return ledger.send(
      "session/s2",
      training::SessionScheduled{
          .title = "t", .level = Level::school, .venue = "v", .units = units, .sign_out_required = false});
}

std::string fix_roster(RuleLedger& ledger, const std::string& session, const std::vector<Subject>& teachers) {
  return ledger.send("session/" + session, training::RosterFixed{.teachers = teachers});
}

/// At a time of day by the ledger's clock; what the command says of when, if anything, is `occurred`.
std::string sign_in(RuleLedger& ledger, std::string_view clock, const Subject& teacher = subject(1),
                    std::optional<Time> occurred = {}) {
  ledger.now = at(clock);
  return ledger.send("session/s1",
                     training::SessionSignedIn{.teacher = teacher, .method = training::SignInMethod::face},
                     {.occurred_at = occurred});
}

std::string sign_out(RuleLedger& ledger, std::string_view clock, const Subject& teacher = subject(1)) {
  ledger.now = at(clock);
  return ledger.send("session/s1",
                     training::SessionSignedOut{.teacher = teacher, .method = training::SignInMethod::face});
}

std::string close(RuleLedger& ledger, std::string_view clock = "18:00") {
  ledger.now = at(clock);
  return ledger.send("session/s1", training::SessionClosed{}, {.working_unit = "37/3701/370112"});
}

std::vector<training::AttendanceEntry> entries_of(const std::vector<AddedEvent>& added) {
  std::vector<training::AttendanceEntry> out;
  for (const auto& event : added) {
    const auto payload = read_table<training::AttendanceFinalised>(event.payload);
    out.insert(out.end(), payload.entries.begin(), payload.entries.end());
  }
  return out;
}

}  // namespace

TEST_CASE("a session is planned once, with units that follow one another") {
  check_rows({
      {"one unit", [](RuleLedger& l) { return schedule_units(l, {unit("09:00", "09:45")}); }, "accepted"},
      {"units that touch",
       [](RuleLedger& l) {
         return schedule_units(l, {unit("09:00", "09:45"), unit("09:45", "10:30")});
       },
       "accepted"},
      {"units that overlap",
       [](RuleLedger& l) {
         return schedule_units(l, {unit("09:00", "09:45"), unit("09:44", "10:30")});
       },
       "session_units_wrong"},
      {"units in the wrong order",
       [](RuleLedger& l) {
         return schedule_units(l, {unit("10:00", "10:45"), unit("09:00", "09:45")});
       },
       "session_units_wrong"},
      {"no unit", [](RuleLedger& l) { return schedule_units(l, {}); }, "session_units_wrong"},
      {"sixteen units",
       [](RuleLedger& l) {
         std::vector<training::SessionUnit> units;
         units.reserve(16);
         for (int i = 0; i < 16; ++i) {
           units.push_back({plus_seconds(at("09:00"), i * 60), plus_seconds(at("09:00"), i * 60 + 60)});
         }
         return schedule_units(l, units);
       },
       "accepted"},
      {"seventeen units",
       [](RuleLedger& l) {
         std::vector<training::SessionUnit> units;
         units.reserve(17);
         for (int i = 0; i < 17; ++i) {
           units.push_back({plus_seconds(at("09:00"), i * 60), plus_seconds(at("09:00"), i * 60 + 60)});
         }
         return schedule_units(l, units);
       },
       "session_units_wrong"},
      {"twelve hours", [](RuleLedger& l) { return schedule_units(l, {unit("08:00", "20:00")}); }, "accepted"},
      {"a minute more", [](RuleLedger& l) { return schedule_units(l, {unit("08:00", "20:01")}); },
       "session_units_wrong"},
      {"less than a minute",
       [](RuleLedger& l) {
         return schedule_units(l, {{at("09:00"), plus_seconds(at("09:00"), 59)}});
       },
       "session_units_wrong"},
      {"a unit that ends before it starts", [](RuleLedger& l) { return schedule_units(l, {unit("09:45", "09:00")}); },
       "session_units_wrong"},
      {"a unit until the end of time",
       [](RuleLedger& l) {
         return schedule_units(l, {{at("09:00"), Time{253'402'300'799'999'999}}});
       },
       "session_units_wrong"},
      {"a session planned already",
       [](RuleLedger& l) {
         schedule_units(l, {unit("09:00", "09:45")});
         return schedule_units(l, {unit("09:00", "09:45")});
       },
       "session_exists"},
  });
}

TEST_CASE("a roster names registered teachers, each once") {
  check_rows({
      {"more teachers",
       [](RuleLedger& l) {
         l.schedule("s1");
         return fix_roster(l, "s1", {subject(3)});
       },
       "accepted"},
      {"a teacher twice in one roster",
       [](RuleLedger& l) {
         l.schedule("s1");
         return fix_roster(l, "s1", {subject(3), subject(3)});
       },
       "roster_repeats"},
      {"a teacher twice in two rosters",
       [](RuleLedger& l) {
         l.schedule("s1");
         return fix_roster(l, "s1", {subject(3), subject(1)});
       },
       "roster_repeats"},
      {"a teacher nobody registered",
       [](RuleLedger& l) {
         l.schedule("s1");
         return fix_roster(l, "s1", {subject(9)});
       },
       "teacher_unknown"},
      {"nobody",
       [](RuleLedger& l) {
         l.schedule("s1");
         return fix_roster(l, "s1", {});
       },
       "out_of_range"},
      {"a session nobody planned", [](RuleLedger& l) { return fix_roster(l, "s9", {subject(1)}); }, "session_unknown"},
      {"a closed session",
       [](RuleLedger& l) {
         l.schedule("s1");
         close(l);
         return fix_roster(l, "s1", {subject(3)});
       },
       "session_closed"},
      {"a session whose name begins like another's",
       [](RuleLedger& l) {
         l.schedule("s1");
         l.schedule("s1/a");
         return fix_roster(l, "s1/a", {subject(3)});
       },
       "accepted"},
  });
}

TEST_CASE("signing in is open from two hours before the first unit to the end of the last") {
  check_rows({
      {"two hours before",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "07:00");
       },
       "accepted"},
      {"a minute earlier",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "06:59");
       },
       "sign_in_outside_session"},
      {"at the end of the last unit",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "10:45");
       },
       "accepted"},
      {"a minute later",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "10:46");
       },
       "sign_in_outside_session"},
      {"a roll uploaded in the evening",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "20:00", subject(1), at("09:03"));
       },
       "accepted"},
      {"a device four minutes ahead is held at the ledger's clock",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "06:58", subject(1), at("07:02"));
       },
       "sign_in_outside_session"},
      {"a second time",
       [](RuleLedger& l) {
         l.schedule("s1");
         sign_in(l, "08:50");
         return sign_in(l, "08:51");
       },
       "accepted"},
      {"a teacher who is not on the roster",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_in(l, "08:50", subject(3));
       },
       "not_on_roster"},
      {"a session nobody planned", [](RuleLedger& l) { return sign_in(l, "08:50"); }, "session_unknown"},
      {"a session without a roster",
       [](RuleLedger& l) {
         schedule_units(l, {unit("09:00", "09:45")});
         l.now = at("08:50");
         return l.send("session/s2",
                       training::SessionSignedIn{.teacher = subject(1), .method = training::SignInMethod::card});
       },
       "roster_missing"},
      {"a closed session",
       [](RuleLedger& l) {
         l.schedule("s1");
         close(l);
         return sign_in(l, "18:00", subject(1), at("09:00"));
       },
       "session_closed"},
  });
}

TEST_CASE("only who signed in signs out") {
  check_rows({
      {"after signing in",
       [](RuleLedger& l) {
         l.schedule("s1");
         sign_in(l, "08:50");
         return sign_out(l, "09:45");
       },
       "accepted"},
      {"without signing in",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_out(l, "09:45");
       },
       "sign_out_without_sign_in"},
      {"somebody else",
       [](RuleLedger& l) {
         l.schedule("s1");
         return sign_out(l, "09:45", subject(3));
       },
       "not_on_roster"},
      {"a session nobody planned", [](RuleLedger& l) { return sign_out(l, "09:45"); }, "session_unknown"},
      {"a closed session",
       [](RuleLedger& l) {
         l.schedule("s1");
         sign_in(l, "08:50");
         close(l);
         return sign_out(l, "18:00");
       },
       "session_closed"},
  });
}

TEST_CASE("a session is closed once, after its last unit, with a roster and under rules") {
  check_rows({
      {"at the end of the last unit",
       [](RuleLedger& l) {
         l.schedule("s1");
         return close(l, "10:45");
       },
       "accepted"},
      {"a minute earlier",
       [](RuleLedger& l) {
         l.schedule("s1");
         return close(l, "10:44");
       },
       "session_not_over"},
      {"twice",
       [](RuleLedger& l) {
         l.schedule("s1");
         close(l);
         return close(l);
       },
       "session_closed"},
      {"a session nobody planned", [](RuleLedger& l) { return close(l); }, "session_unknown"},
      {"a session without a roster",
       [](RuleLedger& l) {
         schedule_units(l, {unit("09:00", "09:45")});
         l.now = at("18:00");
         return l.send("session/s2", training::SessionClosed{});
       },
       "roster_missing"},
  });
}

TEST_CASE("without attendance rules for the day nobody signs in and nothing is closed") {
  RuleLedger ledger;
  ledger.now = at("06:00");
  REQUIRE(ledger.create() == "accepted");
  for (std::uint8_t teacher = 1; teacher <= 2; ++teacher) {
    REQUIRE(ledger.register_teacher(subject(teacher)) == "accepted");
  }
  ledger.schedule("s1");
  REQUIRE(ledger.adopt_rules("ATTEND-DEMO", 1, built_in("rules/attendance.json"), "2023-09-05") == "accepted");
  CHECK(sign_in(ledger, "08:50") == "no_attendance_rules");
  CHECK(close(ledger) == "no_attendance_rules");
}

TEST_CASE("closing adds the attendance of the whole roster in the order of the subjects") {
  RuleLedger ledger = RuleLedger::furnished();
  ledger.schedule("s1");
  REQUIRE(sign_in(ledger, "09:14", subject(2)) == "accepted");
  REQUIRE(sign_in(ledger, "09:20", subject(2)) == "accepted");
  REQUIRE(close(ledger) == "accepted");
  REQUIRE(ledger.added.size() == 1);
  const AddedEvent& event = ledger.added.front();
  CHECK(event.type == EventType::training_AttendanceFinalised);
  CHECK(event.stream == "session/s1");
  CHECK(event.working_unit == "37/3701/370112");
  CHECK(event.business_date == date_from_text("2023-09-04"));
  CHECK(event.subjects.empty());
  const auto rules = parse_rule_set(built_in("rules/attendance.json"));
  REQUIRE(rules);
  CHECK(event.rule_set == head_of(*rules).digest);
  const auto payload = read_table<training::AttendanceFinalised>(event.payload);
  CHECK(payload.part == 0);
  CHECK(payload.parts == 1);
  CHECK(payload.level == Level::county);
  CHECK(payload.title == "备课");
  CHECK(payload.units == 2);
  REQUIRE(payload.entries.size() == 2);
  CHECK(payload.entries[0] == training::AttendanceEntry{.teacher = subject(1),
                                                        .units_absent = 2,
                                                        .outcome = document::AttendanceOutcome::absent});
  CHECK(payload.entries[1] == training::AttendanceEntry{.teacher = subject(2),
                                                        .minutes = 31 + 45,
                                                        .late_minutes = 14,
                                                        .units_attended = 2,
                                                        .outcome = document::AttendanceOutcome::late,
                                                        .sign_ins_repeated = 1});
}

TEST_CASE("the attendance of a large roster comes in parts of at most 500 teachers") {
  RuleLedger ledger = RuleLedger::furnished();
  ledger.schedule("s1");
  std::vector<Subject> teachers;
  for (std::uint16_t i = 0; i < 999; ++i) {
    Subject teacher = subject(static_cast<std::uint8_t>(i % 251));
    teacher.bytes[14] = static_cast<std::uint8_t>(i / 251);
    teacher.bytes[15] = 1;
    REQUIRE(ledger.register_teacher(teacher) == "accepted");
    teachers.push_back(teacher);
  }
  REQUIRE(fix_roster(ledger, "s1", teachers) == "accepted");
  REQUIRE(close(ledger) == "accepted");
  REQUIRE(ledger.added.size() == 3);  // 999 and the two before them
  for (std::uint32_t part = 0; part < 3; ++part) {
    const auto payload = read_table<training::AttendanceFinalised>(ledger.added[part].payload);
    CHECK(payload.part == part);
    CHECK(payload.parts == 3);
    CHECK(payload.entries.size() == (part < 2 ? 500 : 1));
  }
  const auto entries = entries_of(ledger.added);
  CHECK(std::is_sorted(entries.begin(), entries.end(),
                       [](const auto& a, const auto& b) { return a.teacher < b.teacher; }));
}

TEST_CASE("the newest attendance rules that hold on the session's day decide who is absent") {
  RuleLedger ledger = RuleLedger::furnished();
  std::string strict(built_in("rules/attendance.json"));
  strict.replace(strict.find("\"version\": 1"), 12, "\"version\": 2");
  strict.replace(strict.find("\"late_minutes_max\": 15"), 22, "\"late_minutes_max\": 5");
  std::string lax(built_in("rules/attendance.json"));
  lax.replace(lax.find("\"version\": 1"), 12, "\"version\": 3");
  lax.replace(lax.find("\"late_minutes_max\": 15"), 22, "\"late_minutes_max\": 40");
  REQUIRE(ledger.adopt_rules("ATTEND-DEMO", 2, strict, "2023-09-04", "2023-09-04") == "accepted");
  REQUIRE(ledger.adopt_rules("ATTEND-DEMO", 3, lax, "2023-09-05") == "accepted");
  ledger.schedule("s1");
  REQUIRE(sign_in(ledger, "09:05", subject(1)) == "accepted");
  REQUIRE(sign_in(ledger, "09:06", subject(2)) == "accepted");
  REQUIRE(close(ledger) == "accepted");
  const auto entries = entries_of(ledger.added);
  CHECK(entries[0].units_attended == 2);
  CHECK(entries[1].units_attended == 1);
  CHECK(ledger.added.front().rule_set == head_of(*parse_rule_set(strict)).digest);
}

}  // namespace shiji::tests
