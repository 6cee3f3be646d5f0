// Schools and posts (44x).
#include "rules/rule_ledger.h"

#include <catch2/catch.hpp>

namespace shiji::tests {
namespace {

const std::string school = "2137000001";

std::string open_school(RuleLedger& ledger, const std::string& code, const std::string& unit) {
  return ledger.send("school/" + code, employment::SchoolOpened{.code = code, .name = "学校", .unit = unit});
}

std::string start(RuleLedger& ledger, const Subject& teacher, std::string_view at, const char* day = "2020-09-01") {
  return ledger.send("teacher/" + hex(teacher),
                     employment::EmploymentStarted{.teacher = teacher,
                                                   .school = at,
                                                   .post = employment::Post::teacher,
                                                   .headcount_kind = employment::HeadcountKind::established,
                                                   .effective = *date_from_text(day)});
}

std::string change(RuleLedger& ledger, const Subject& teacher, const char* day) {
  return ledger.send(
      "teacher/" + hex(teacher),
      employment::PostChanged{
          .teacher = teacher, .school = school, .post = employment::Post::head, .effective = *date_from_text(day)});
}

std::string end(RuleLedger& ledger, const Subject& teacher, const char* day) {
  return ledger.send(
      "teacher/" + hex(teacher),
      employment::EmploymentEnded{.teacher = teacher, .school = school, .effective = *date_from_text(day)});
}

}  // namespace

TEST_CASE("schools open once, posts follow one another") {
  check_rows({
      {"a school", [](RuleLedger& l) { return open_school(l, "2137000002", "37/3701/370112/2137000002"); }, "accepted"},
      {"a school again", [](RuleLedger& l) { return open_school(l, school, "37/" + school); }, "school_exists"},
      {"a code of nine digits", [](RuleLedger& l) { return open_school(l, "213700000", "37/213700000"); },
       "out_of_range"},
      {"a code with a letter", [](RuleLedger& l) { return open_school(l, "213700000X", "37/213700000X"); },
       "out_of_range"},
      {"a unit path that ends elsewhere", [](RuleLedger& l) { return open_school(l, "2137000002", "37/3701"); },
       "untrue_field"},
      {"another school's stream",
       [](RuleLedger& l) {
         return l.send("school/2137000009",
                       employment::SchoolOpened{.code = "2137000002", .name = "x", .unit = "37/2137000002"});
       },
       "wrong_stream"},
      {"a post", [](RuleLedger& l) { return start(l, subject(1), school); }, "accepted"},
      {"a post of nobody", [](RuleLedger& l) { return start(l, subject(7), school); }, "teacher_unknown"},
      {"a post at no school", [](RuleLedger& l) { return start(l, subject(1), "2137000002"); }, "school_unknown"},
      {"a post already held",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         return start(l, subject(1), school);
       },
       "employment_wrong"},
      {"a post at a second school",
       [](RuleLedger& l) {
         open_school(l, "2137000002", "37/2137000002");
         start(l, subject(1), school);
         return start(l, subject(1), "2137000002");
       },
       "accepted"},
      {"a change of post",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         return change(l, subject(1), "2021-09-01");
       },
       "accepted"},
      {"a change without a post", [](RuleLedger& l) { return change(l, subject(1), "2021-09-01"); },
       "employment_wrong"},
      {"a change before the start",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         return change(l, subject(1), "2020-08-31");
       },
       "employment_wrong"},
      {"an end",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         return end(l, subject(1), "2021-09-01");
       },
       "accepted"},
      {"an end twice",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         end(l, subject(1), "2021-09-01");
         return end(l, subject(1), "2021-09-02");
       },
       "employment_wrong"},
      {"a return",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         end(l, subject(1), "2021-09-01");
         return start(l, subject(1), school, "2022-09-01");
       },
       "accepted"},
      {"a return before the end",
       [](RuleLedger& l) {
         start(l, subject(1), school);
         end(l, subject(1), "2021-09-01");
         return start(l, subject(1), school, "2021-08-31");
       },
       "employment_wrong"},
  });
}

}  // namespace shiji::tests
