// events --refused: what was refused, by which rule and whose it was, in every form and both languages.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

/// A school that is opened twice, a teacher who is registered twice, and a line that is nothing.
struct RefusingFixture : LedgerFixture {
  RefusingFixture() {
    append(school("3701120001") + teacher(1, "王小明"));
    refuses("school_exists", "line 1", school("3701120001"), {"--submission", "again"});
    refuses("teacher_exists", "line 2", school("3701120002") + teacher(1, "王小明"));
    refuses("unknown_type", "line 1", R"({"type":"no.Such","stream":"school/1","actor":"gate"})");
  }
  [[nodiscard]] std::vector<Reply> refused(const Words& conditions) const {
    Words words{"events", "--refused"};
    words.insert(words.end(), conditions.begin(), conditions.end());
    return listed(std::move(words));
  }
};

}  // namespace

TEST_CASE("events --refused gives every refusal as its verb answered it, with what is known of the event") {
  const RefusingFixture ledger;
  const auto all = ledger.refused({});
  REQUIRE(all.size() == 3);
  const Reply& first = all.front();
  CHECK(first.keys("") == Words{"recorded_at", "code", "name", "rule", "message", "place", "expected", "submission",
                                "type", "stream", "actor"});
  CHECK(first.number("/code") == 441);
  CHECK(first.text("/name") == "school_exists");
  CHECK(first.text("/rule") == "employment");
  CHECK(first.text("/message") == "the school is open already");
  CHECK_THAT(first.text("/place"), Contains("line 1"));
  CHECK(first.text("/submission") == "again");
  CHECK(first.text("/type") == "employment.SchoolOpened");
  CHECK(first.text("/stream") == "school/3701120001");
  CHECK(first.text("/actor") == "service");
  CHECK(all[1].text("/stream") == "teacher/" + teacher_id(1));
  CHECK(all[2].keys("") ==
        Words{"recorded_at", "code", "name", "rule", "message", "place", "expected", "submission", "actor"});
  CHECK(all[2].text("/actor") == "gate");
}

TEST_CASE("refusals are found by actor, person, unit, type and time") {
  const RefusingFixture ledger;
  CHECK(ledger.refused({"--actor", "service"}).size() == 2);
  CHECK(ledger.refused({"--actor", "gate"}).size() == 1);
  CHECK(ledger.refused({"--subject", teacher_id(1)}).size() == 1);
  CHECK(ledger.refused({"--subject", teacher_id(2)}).empty());
  CHECK(ledger.refused({"--type", "employment.*"}).size() == 1);
  CHECK(ledger.refused({"--type", "*"}).size() == 3);
  CHECK(ledger.refused({"--unit", "37/3701"}).empty());
  CHECK(ledger.refused({"--since", "2000-01-01", "--until", "2100-01-01"}).size() == 3);
  CHECK(ledger.refused({"--until", "2000-01-01"}).empty());
  CHECK(ledger.refused({"--limit", "2"}).size() == 2);
  const auto unit = changed(school("3701120001"), R"("payload")", R"("working_unit":"37/3701/370112","payload")");
  ledger.refuses("school_exists", "line 1", unit);
  CHECK(ledger.refused({"--unit", "37/3701"}).size() == 1);
}

TEST_CASE("people see the refusals as a table in their language, and nobody's name") {
  const RefusingFixture ledger;
  const Outcome en = ledger.shiji({"--lang", "en", "events", "--refused"});
  CHECK(en.status == 0);
  CHECK(std::ranges::count(en.out, '\n') == 5);  // head, rule, three rows
  CHECK_THAT(en.out, Contains("441") && Contains("the school is open already") && Contains("recorded at"));
  const Outcome zh = ledger.shiji({"--lang", "zh", "events", "--refused"});
  CHECK_THAT(zh.out, Contains("学校已存在") && Contains("记录时间") && Contains("规则") && Contains("位置"));
  for (const auto& out : {en.out, zh.out, text_of_file(ledger.directory() + "/refusals/current.jsonl")}) {
    CHECK_THAT(out, !Contains("王小明"));
  }
}

TEST_CASE("refusals as CSV have a head and a row each") {
  const RefusingFixture ledger;
  const Outcome csv = ledger.shiji({"events", "--refused", "--csv"});
  CHECK(csv.status == 0);
  CHECK_THAT(csv.out,
             Catch::StartsWith("recorded_at,code,name,rule,message,place,expected,submission,type,stream,actor,"
                               "working_unit,subjects,occurred_at,business_date\r\n"));
  CHECK(std::ranges::count(csv.out, '\n') == 4);
  CHECK_THAT(csv.out, Contains(",441,school_exists,employment,"));
}

TEST_CASE("a ledger that refused nothing has no refusals, and what is no ledger has an error") {
  const LedgerFixture ledger;
  CHECK(ledger.shiji({"--json", "events", "--refused"}).out.empty());
  CHECK(ledger.shiji({"events", "--refused"}).status == 0);
  const Scratch scratch;
  const Outcome none = run_program(scratch, {SHIJI_BINARY, "--json", "events", "--refused"});
  CHECK(none.status == 2);
  CHECK(Reply(none.out).text("/error/kind") == "not_a_ledger");
}

TEST_CASE("refusals are read beside the process that holds the ledger") {
  const RefusingFixture ledger;
  RunningProgram owner(ledger.scratch, "serve", {SHIJI_BINARY, "--ledger", ledger.directory(), "--json", "serve"});
  CHECK(Reply(owner.line()).text("/origin") == "test.example.org/shiji");
  ledger.refuses("school_exists", "line 1", school("3701120001"), {"--submission", "beside"});
  const auto all = ledger.refused({});
  REQUIRE(all.size() == 4);
  CHECK(all.back().text("/submission") == "beside");
}
