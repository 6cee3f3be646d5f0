// show, project, query, status: what the verbs that read print, as JSON and for people.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

struct ProjectedFixture : LedgerFixture {
  ProjectedFixture() {
    append(a_whole_session());
    static_cast<void>(ask({"project"}));
  }
};

}  // namespace

TEST_CASE("show prints one event with its place in the ledger") {
  const LedgerFixture ledger;
  const Reply receipt = ledger.append(session("s1"));
  const Reply event = ledger.ask({"show", std::to_string(receipt.number("/first_sequence"))});
  for (const auto* key : {"stream", "type", "payload", "sequence", "version", "leaf_hash", "previous",
                          "stream_previous", "recorded_at", "submission", "actor"})
    CHECK(event.has(std::string("/") + key));
  CHECK(event.text("/stream") == "session/s1");
  CHECK(event.text("/leaf_hash") == receipt.text("/leaf_hashes/0"));
  CHECK(event.text("/payload/title") == "课堂观察");
  CHECK(event.text("/payload/units/0/starts_at") == "2023-09-04T00:30:00.000000Z");
}

TEST_CASE("show prints a stream in the order of its versions, from any of them") {
  const LedgerFixture ledger;
  ledger.append(a_whole_session());
  const auto all = replies_by_line(ledger.shiji({"--json", "show", "session/2023-001"}).out);
  REQUIRE(all.size() == 6);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].number("/version") == static_cast<std::int64_t>(i));
  const auto tail = replies_by_line(ledger.shiji({"--json", "show", "session/2023-001", "--from-version", "4"}).out);
  REQUIRE(tail.size() == 2);
  CHECK(tail[0].text("/type") == "training.SessionClosed");
}

TEST_CASE("show for people opens the sealed name and titles its lines") {
  const LedgerFixture ledger;
  ledger.append(teacher(1, "王小明"));
  const Outcome shown = ledger.shiji({"--lang", "zh", "show", "teacher/" + teacher_id(1)});
  CHECK(shown.status == 0);
  CHECK_THAT(shown.out, Contains("王小明") && Contains("记录时间") && Contains("identity.TeacherRegistered"));
}

TEST_CASE("show finds nothing where nothing is") {
  const LedgerFixture ledger;
  ledger.fails("not_found", {"show", "999999"});
  ledger.fails("not_found", {"show", "session/never"});
  ledger.fails("usage", {"show", "3", "--from-version", "1"});
}

TEST_CASE("project brings every projection up and says how far") {
  const LedgerFixture ledger;
  ledger.append(a_whole_session());
  const Reply done = ledger.ask({"project"});
  REQUIRE(done.count("/projections") == 21);
  CHECK(done.keys("/projections/0") ==
        Words{"name", "version", "cursor", "lag", "digest", "events_per_second", "keys"});
  CHECK(done.text("/projections/0/name") == "activities");
  CHECK(done.number("/projections/0/cursor") == ledger.size());
  CHECK(done.number("/projections/0/lag") == 0);
  CHECK(done.text("/projections/0/digest").size() == 64);
}

TEST_CASE("A rebuilt projection has the digest it had") {
  const ProjectedFixture ledger;
  const std::string before = ledger.ask({"project", "statement"}).text("/projections/0/digest");
  const Reply after = ledger.ask({"project", "statement", "--rebuild"});
  CHECK(after.count("/projections") == 1);
  CHECK(after.text("/projections/0/digest") == before);
}

TEST_CASE("An unknown projection is a usage error that names those there are") {
  const LedgerFixture ledger;
  CHECK_THAT(ledger.fails("usage", {"project", "horoscope"}).text("/error/message"), Contains("attendance"));
  ledger.fails("usage", {"query", "horoscope", "x"});
}

TEST_CASE("query before project says what to do first") {
  const LedgerFixture ledger;
  CHECK_THAT(ledger.fails("not_found", {"query", "points", "x"}).text("/error/message"),
             Contains("shiji project points"));
  CHECK_FALSE(std::filesystem::exists(ledger.directory() + "/projections/points"));
}

TEST_CASE("query by key gives the record with its sealed fields opened") {
  const ProjectedFixture ledger;
  const Reply profile = ledger.ask({"query", "profile", teacher_id(1)});
  CHECK(profile.text("/teacher") == teacher_id(1));
  CHECK(profile.text("/name") == "王小明");
  CHECK(ledger.ask({"query", "profile", "teacher/" + teacher_id(1)}).text("/name") == "王小明");
  ledger.fails("not_found", {"query", "profile", teacher_id(9)});
}

TEST_CASE("query says what a teacher's cycle lacks, window by window") {
  const ProjectedFixture ledger;
  const Reply missing = ledger.ask({"query", "missing", teacher_id(1)});
  CHECK(missing.text("/by_window/0/window") == "2023");
  CHECK(missing.number("/by_window/0/class_hours_centi") == 400);
  CHECK(missing.number("/by_window/0/required_class_hours_centi") == 7'200);
  CHECK(missing.number("/by_window/0/missing_class_hours_centi") == 6'800);
}

TEST_CASE("query gives the attendance of a session with rate and both counts") {
  const ProjectedFixture ledger;
  const Reply attendance = ledger.ask({"query", "attendance", "2023-001"});
  CHECK(attendance.number("/expected") == 2);
  CHECK(attendance.number("/attended") == 2);
  CHECK(attendance.number("/late") == 1);
  CHECK(attendance.number("/rate_ppm") == 1'000'000);
}

TEST_CASE("A statement lists every line with its event, and its totals are the sums of its lines") {
  const ProjectedFixture ledger;
  const Reply statement = ledger.ask({"query", "statement", teacher_id(1)});
  REQUIRE(statement.count("/lines") >= 2);
  for (const auto* unit : {"/minutes", "/class_hours_centi", "/credit_milli", "/points_centi"}) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < statement.count("/lines"); ++i)
      sum += statement.number("/lines/" + std::to_string(i) + unit);
    CHECK(statement.number(unit) == sum);
  }
  CHECK(statement.number("/minutes") == 180);
  CHECK(statement.number("/class_hours_centi") == 400);
  CHECK(statement.number("/credit_milli") == 400);
}

TEST_CASE("A statement for people names the teacher, the units and the total, in both languages") {
  const ProjectedFixture ledger;
  const Outcome zh = ledger.shiji({"--lang", "zh", "query", "statement", teacher_id(1)});
  CHECK_THAT(zh.out, Contains("王小明") && Contains("学时") && Contains("课堂观察") && Contains("合计") &&
                         Contains("4.00") && Contains("0.400"));
  const Outcome en = ledger.shiji({"--lang", "en", "query", "statement", teacher_id(1)});
  CHECK_THAT(en.out, Contains("Statement of 王小明") && Contains("class hours") && Contains("total"));
}

TEST_CASE("query orders by a column, ties by key, and keeps to its limit") {
  const ProjectedFixture ledger;
  const auto best = replies_by_line(ledger.shiji({"--json", "query", "profile", "--order", "-sessions_late"}).out);
  REQUIRE(best.size() == 2);
  CHECK(best[0].text("/teacher") == teacher_id(2));
  const auto tied = replies_by_line(ledger.shiji({"--json", "query", "credits", "--order", "-lines"}).out);
  REQUIRE(tied.size() == 2);
  CHECK(tied[0].text("/teacher") == teacher_id(1));
  CHECK(
      replies_by_line(ledger.shiji({"--json", "query", "credits", "--order", "minutes", "--limit", "1"}).out).size() ==
      1);
  CHECK(ledger.shiji({"--json", "query", "credits", "--limit", "0"}).out.empty());
}

TEST_CASE("A ranking for people shows names and points, in both languages") {
  const ProjectedFixture ledger;
  const Words words{"query", "points", "--order", "-points_centi", "--limit", "10"};
  Words zh{"--lang", "zh"};
  Words en{"--lang", "en"};
  zh.insert(zh.end(), words.begin(), words.end());
  en.insert(en.end(), words.begin(), words.end());
  CHECK_THAT(ledger.shiji(zh).out, Contains("王小明") && Contains("名次") && Contains("积分") && !Contains("×100"));
  CHECK_THAT(ledger.shiji(en).out, Contains("王小明") && Contains("Points") && !Contains("×100"));
}

TEST_CASE("A read model is never ordered by a sealed field") {
  const ProjectedFixture ledger;
  const Reply refused = ledger.fails("usage", {"query", "profile", "--order", "name"});
  CHECK_THAT(refused.text("/error/message"), Contains("sealed"));
  CHECK_THAT(ledger.fails("usage", {"query", "profile", "--order", "shoe_size"}).text("/error/message"),
             Contains("sessions_attended"));
  ledger.fails("usage", {"query", "profile", teacher_id(1), "--order", "school"});
}

TEST_CASE("query folds what came since, and its answer names the cursor") {
  const ProjectedFixture ledger;
  const Reply receipt = ledger.append(school("3701120009"));
  const Outcome asked = ledger.shiji({"--json", "query", "profile", teacher_id(1)});
  CHECK(asked.status == 0);
  const Reply answer(asked.out);
  CHECK(answer.text("/name") == "王小明");
  CHECK(answer.number("/cursor") == ledger.size());
  CHECK(answer.text("/cursor_leaf_hash") == receipt.text("/leaf_hashes/0"));
  CHECK_THAT(asked.err, Contains("as of"));
  CHECK(ledger.shiji({"--quiet", "query", "profile", teacher_id(1)}).err.empty());
  for (const Reply& line : replies_by_line(ledger.shiji({"--json", "query", "profile"}).out))
    CHECK(line.number("/cursor") == ledger.size());
}

TEST_CASE("status tells head, root, keys, disk and projections with their lag") {
  const ProjectedFixture ledger;
  ledger.append(school("3701120009"));
  const Reply status = ledger.ask({"status"});
  CHECK(status.keys() == Words{"ledger", "origin", "unit", "format", "demo", "verifier_key", "head", "root",
                               "last_checkpoint", "stream_heads", "stream_heads_trouble", "clock_held_us", "disk",
                               "keys", "ledger_keys", "projections"});
  CHECK(status.number("/head/tree_size") > 10);
  CHECK(status.text("/root").size() == 64);
  CHECK(status.number("/clock_held_us") == 0);
  CHECK(status.number("/disk/total_bytes") > 0);
  CHECK(status.count("/projections") == 21);
  CHECK(status.number("/projections/0/lag") == 1);
}

TEST_CASE("status for people reads the same in both languages") {
  const LedgerFixture ledger;
  CHECK_THAT(ledger.shiji({"--lang", "zh", "status"}).out,
             Contains("日志名称") && Contains("密钥") && Contains("尚无"));
  CHECK_THAT(ledger.shiji({"--lang", "en", "status"}).out,
             Contains("origin") && Contains("keys") && Contains("none yet"));
}
