// query and replay of the past, as people type them.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

using namespace shiji::cli_test;
using Catch::Matchers::Contains;

namespace {

struct PastFixture : LedgerFixture {
  PastFixture() {
    before = size() - 1;
    append(a_whole_session());
    static_cast<void>(ask({"project"}));
  }
  std::int64_t before = 0;  ///< sequence of the last event before the session
};

}  // namespace

TEST_CASE("query looks at the ledger as of an event, a time and a business date") {
  const PastFixture ledger;
  CHECK(ledger.ask({"query", "attendance", "2023-001"}).number("/attended") == 2);
  ledger.fails("not_found", {"query", "attendance", "2023-001", "--as-of", std::to_string(ledger.before)});
  ledger.fails("not_found", {"query", "attendance", "2023-001", "--as-of", "2023-09-04"});  // recorded today
  ledger.fails("not_found", {"query", "attendance", "2023-001", "--happened-by", "2023-09-03"});
  const auto last = std::to_string(ledger.size() - 1);
  CHECK(ledger.ask({"query", "attendance", "2023-001", "--as-of", last}).number("/attended") == 2);
  CHECK(ledger.ask({"query", "attendance", "2023-001", "--as-of", "2999-01-01"}).number("/attended") == 2);
  CHECK(ledger.ask({"query", "attendance", "2023-001", "--happened-by", "2023-09-04"}).number("/attended") == 2);
}

TEST_CASE("query --where keeps the records with that value, and --csv writes them as rows") {
  const PastFixture ledger;
  const auto lines = replies_by_line(ledger.shiji({"--json", "query", "points", "--where", "attended=1"}).out);
  const auto none = ledger.shiji({"--json", "query", "points", "--where", "attended=99"});
  CHECK(lines.size() == 2);
  CHECK(none.out.empty());
  CHECK(none.status == 0);
  const auto rows = ledger.shiji({"query", "points", "--csv", "--where", "teacher=" + teacher_id(1)}).out;
  CHECK_THAT(rows, Contains("teacher,") && Contains("points_centi") && Contains(teacher_id(1)) && Contains("\r\n"));
  CHECK_THAT(rows, !Contains(teacher_id(2)));
}

TEST_CASE("a whole replay has the digests of what people query") {
  const PastFixture ledger;
  const Reply reply = ledger.ask({"replay"});
  REQUIRE(reply.count("/projections") == 21);
  for (int i = 0; i < 21; ++i) {
    const auto place = "/projections/" + std::to_string(i);
    CHECK(reply.text(place + "/digest") == reply.text(place + "/kept_digest"));
    CHECK(reply.flag(place + "/equal"));
  }
  CHECK_THAT(ledger.shiji({"--lang", "zh", "replay", "points"}).out, Contains("重放所得摘要与现用投影一致"));
}

TEST_CASE("checkpoint --digests records what read models came to, and replays are held against it") {
  PastFixture ledger;
  const auto before = ledger.size();
  CHECK(ledger.ask({"checkpoint", "--digests"}).number("/digests") == 21);
  CHECK(ledger.size() == before + 21);
  // Nothing came behind but the records themselves.
  CHECK(ledger.ask({"checkpoint", "--digests"}).number("/digests") == 0);
  const Reply held = ledger.ask({"replay", "points"});
  CHECK(held.number("/projections/0/recorded/hold") == 1);
  CHECK(held.count("/projections/0/recorded/differ") == 0);
  CHECK_THAT(ledger.shiji({"--lang", "zh", "replay"}).out, Contains("与重放对照 21 项，全部一致"));
  // A service that errs, or lies: the chain holds, the replay does not come to it.
  const auto version = std::to_string(held.number("/projections/0/version"));
  ledger.append(
      R"({"stream":"projection/points","type":"control.ProjectionDigestRecorded","payload":{"projection":"points",)"
      R"("version":)" +
      version + R"(,"tree_size":5,"digest":")" + std::string(64, '0') + "\"}}");
  const auto lie = ledger.shiji({"replay", "points"});
  CHECK(lie.status == 1);
  CHECK_THAT(lie.out, Contains("is not what they fold to"));
  CHECK(ledger.shiji({"verify"}).status == 0);
}

TEST_CASE("replay --compare tells who differs from now and the events that did it") {
  const PastFixture ledger;
  const Reply reply = ledger.ask({"replay", "attendance", "--as-of", std::to_string(ledger.before), "--compare"});
  CHECK(reply.number("/projections/0/cursor") == ledger.before + 1);
  REQUIRE(reply.count("/changed") == 1);
  CHECK(reply.text("/changed/0/key") == "2023-001");
  CHECK(reply.number("/changed/0/after/attended") == 2);
  CHECK(reply.count("/changed/0/why") > 2);
  CHECK(reply.number("/changed/0/why/0/sequence") > ledger.before);
  const auto text = ledger.shiji({"replay", "points", "--happened-by", "2023-09-03", "--compare"}).out;
  CHECK_THAT(text, Contains("then -> now") && Contains("王小明") && Contains("2023-09-04"));
}

TEST_CASE("what is not understood of the past names its option") {
  const PastFixture ledger;
  const auto names = [&](const Words& words, const std::string& place) {
    CHECK_THAT(ledger.fails("usage", words).text("/error/place"), Contains(place));
  };
  names({"query", "points", "--as-of", "yesterday"}, "--as-of yesterday");
  names({"replay", "points", "--happened-by", "2023-02-30"}, "--happened-by 2023-02-30");
  names({"query", "points", "--where", "attended"}, "--where attended");
  names({"query", "points", "--where", "shoe_size=3"}, "--where shoe_size=3");
  names({"query", "profile", "--where", "name=x"}, "--where name=x");
  names({"query", "points", teacher_id(1), "--csv"}, "KEY");
  names({"replay", "horoscope"}, "horoscope");
  ledger.fails("not_found", {"replay", "points", "--as-of", std::to_string(ledger.size())});
}
