// events: what is found, and in which forms it is shown.
#include "ledger_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace shiji::cli_test;
using Catch::Contains;

namespace {

struct SearchedFixture : LedgerFixture {
  SearchedFixture() { append(a_whole_session()); }
  [[nodiscard]] std::vector<Reply> found(const Words& conditions) const {
    Words words{"events"};
    words.insert(words.end(), conditions.begin(), conditions.end());
    return listed(std::move(words));
  }
};

}  // namespace

TEST_CASE("events without conditions are all events, in order, as show gives them") {
  const SearchedFixture ledger;
  const auto all = ledger.found({});
  REQUIRE(static_cast<std::int64_t>(all.size()) == ledger.size());
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].number("/sequence") == static_cast<std::int64_t>(i));
  const Outcome shown = ledger.shiji({"--json", "show", std::to_string(all.size() - 1)});
  CHECK_THAT(ledger.shiji({"--json", "events"}).out, Catch::EndsWith(shown.out));
}

TEST_CASE("events are found by type, person, actor, unit and time, and by all of them") {
  const SearchedFixture ledger;
  const auto sign_ins = ledger.found({"--type", "training.SessionSignedIn"});
  CHECK(sign_ins.size() == 2);
  CHECK(ledger.found({"--type", "*.SessionSigned??"}).size() == 2);
  CHECK(ledger.found({"--type", "nothing.*"}).empty());
  const auto person = ledger.found({"--subject", teacher_id(1)});
  CHECK(person.size() > 3);
  CHECK(ledger.found({"--subject", teacher_id(1), "--type", "training.SessionSignedIn"}).size() == 1);
  CHECK(ledger.found({"--subject", std::string(32, 'f')}).empty());
  CHECK(ledger.found({"--actor", "nobody"}).empty());
  CHECK_FALSE(ledger.found({"--actor", "service"}).empty());
  CHECK(ledger.found({"--until", "2000-01-01"}).empty());
  CHECK(ledger.found({"--since", "2100-01-01"}).empty());
  CHECK(static_cast<std::int64_t>(ledger.found({"--since", "2000-01-01", "--until", "2100-01-01"}).size()) ==
        ledger.size());
  const std::string time = sign_ins.front().text("/recorded_at");
  for (const auto& event : ledger.found({"--since", time})) CHECK(event.text("/recorded_at") >= time);
  for (const auto& event : ledger.found({"--until", time})) CHECK(event.text("/recorded_at") < time);
}

TEST_CASE("--limit ends a search, and people are told when there is more") {
  const SearchedFixture ledger;
  CHECK(ledger.found({"--limit", "3"}).size() == 3);
  CHECK(ledger.found({"--limit", "0"}).empty());
  const Outcome table = ledger.shiji({"events", "--limit", "2"});
  CHECK(std::ranges::count(table.out, '\n') == 4);  // head, rule, two rows
  CHECK_THAT(table.out, Contains("control.LedgerCreated"));
  CHECK(table.err.empty());
}

TEST_CASE("CSV has a head, a row for each event, and quotes what has to be quoted") {
  const SearchedFixture ledger;
  const Outcome csv = ledger.shiji({"events", "--csv", "--type", "training.SessionScheduled"});
  CHECK(csv.status == 0);
  CHECK_THAT(csv.out, Catch::StartsWith("sequence,recorded_at,occurred_at,business_date,stream,version,type,actor,"
                                        "working_unit,subjects,payload,leaf_hash\r\n"));
  CHECK(std::ranges::count(csv.out, '\n') == 2);
  CHECK_THAT(csv.out, Contains(",training.SessionScheduled,") && Contains(R"("{""title"":)"));
  CHECK(csv.out == ledger.shiji({"--json", "events", "--csv", "--type", "training.SessionScheduled"}).out);
}
