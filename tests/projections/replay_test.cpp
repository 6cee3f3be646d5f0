// Replay: what was known then, what had happened by then, and what differs from now.
#include "shiji/projections/replay.h"

#include "random_ledger.h"

#include <catch2/catch.hpp>

#include <random>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using document::AttendanceOutcome;

namespace {

ledger::Time noon(const std::string& date) { return {day(date).value * 86'400'000'000 + 4 * 3'600'000'000}; }

/// One roll recorded on the day it tells of, one three days late, and one of the month after.
FakeLedger late_roll() {
  FakeLedger ledger;
  ledger.now = noon("2023-06-20");
  finalise(ledger, "in-time", "2023-06-20", {entry(1, AttendanceOutcome::present, 90, 1)});
  ledger.now = noon("2023-07-02");
  finalise(ledger, "late-roll", "2023-06-29", {entry(1, AttendanceOutcome::present, 90, 1)});
  ledger.now = noon("2023-07-05");
  finalise(ledger, "next-month", "2023-07-05", {entry(2, AttendanceOutcome::present, 90, 1)});
  return ledger;
}

ReplayCut end_of_june(const FakeLedger& ledger) {
  // The end of 30 June in Asia/Shanghai.
  const auto size = size_as_of(ledger, {day("2023-07-01").value * 86'400'000'000 - 8 * 3'600'000'000 - 1});
  REQUIRE(size.ok());
  return {*size, {}};
}

std::vector<std::unique_ptr<ReadModel>> replayed(const FakeLedger& ledger, const ScratchDirectory& scratch,
                                                 const ReplayCut& cut) {
  const std::vector<std::string> names{"attendance", "profile"};
  auto models = replay(names, ledger, scratch.path(), cut, engine::system_environment(), {});
  if (!models.ok()) FAIL(failure_text(models.failure()));
  return std::move(models->models);
}

bool knows(const std::vector<std::unique_ptr<ReadModel>>& models, const std::string& session) {
  return models.front()->find(session).ok();
}

}  // namespace

TEST_CASE("a roll uploaded on 2 July for 29 June was not known at the end of June, but had happened by then",
          "[replay]") {
  const auto ledger = late_roll();
  const ScratchDirectory known;
  const ScratchDirectory happened;
  const auto as_of = replayed(ledger, known, end_of_june(ledger));
  CHECK(knows(as_of, "in-time"));
  CHECK_FALSE(knows(as_of, "late-roll"));
  const auto by_date = replayed(ledger, happened, {{}, day("2023-06-30")});
  CHECK(knows(by_date, "in-time"));
  CHECK(knows(by_date, "late-roll"));
  CHECK_FALSE(knows(by_date, "next-month"));
}

TEST_CASE("a time before the first event is no event, one behind the last is all", "[replay]") {
  const auto ledger = late_roll();
  CHECK(*size_as_of(ledger, noon("2023-06-19")) == ledger::TreeSize{0});
  CHECK(*size_as_of(ledger, noon("2023-06-20")) == ledger::TreeSize{1});
  CHECK(*size_as_of(ledger, noon("2024-01-01")) == ledger::TreeSize{ledger.size()});
}

TEST_CASE("every cut gives the digest of a ledger that ends there", "[replay]") {
  const auto ledger = late_roll();
  for (std::uint64_t size = 0; size <= ledger.size(); ++size) {
    INFO("the first " << size);
    const ScratchDirectory scratch;
    const ScratchDirectory directory;
    auto shorter = ledger;
    shorter.visible = size;
    auto model = open_model("profile", directory);
    REQUIRE(model->catch_up(shorter, {}).ok());
    const auto models = replayed(ledger, scratch, {ledger::TreeSize{size}, {}});
    CHECK(status_of(*models.back(), ledger).digest == status_of(*model, ledger).digest);
  }
}

TEST_CASE("a replay to a random cut of a random ledger has the digests of what was folded event by event up to there",
          "[replay]") {
  std::vector<std::string> names;
  for (const auto& info : read_models()) names.emplace_back(info.name);
  for (std::uint64_t seed = 31; seed < 34; ++seed) {
    auto ledger = random_ledger(seed);
    std::mt19937_64 random(seed);
    ScratchDirectory directory;
    std::vector<std::unique_ptr<ReadModel>> folded;
    folded.reserve(names.size());
    for (const auto& name : names) folded.push_back(open_model(name, directory));
    for (std::uint64_t at = 0; at < ledger.size();) {
      at = std::min<std::uint64_t>(ledger.size(), at + random() % ledger.size() + 1);
      INFO("seed " << seed << ", the first " << at);
      ledger.visible = at;
      for (const auto& model : folded) REQUIRE(model->catch_up(ledger, {}).ok());
      ledger.visible.reset();
      ScratchDirectory scratch;
      const auto again =
          replay(names, ledger, scratch.path(), {ledger::TreeSize{at}, {}}, engine::system_environment(), {});
      REQUIRE(again.ok());
      for (std::size_t i = 0; i < names.size(); ++i) {
        INFO(names[i]);
        CHECK(status_of(*again->models[i], ledger).digest == status_of(*folded[i], ledger).digest);
      }
    }
  }
}

namespace {

/// Tells what `model` came to, or what it did not.
void record_digest(FakeLedger& ledger, const ReadModelStatus& status, const ledger::Hash& digest) {
  ledger.add(
      {"projection/" + status.name, {}, {}},
      ledger::control::ProjectionDigestRecorded{
          .projection = status.name, .version = status.version, .tree_size = status.cursor.value, .digest = digest});
}

std::vector<DigestVerdict> verdicts(const FakeLedger& ledger, const ReplayCut& cut) {
  ScratchDirectory scratch;
  const std::vector<std::string> names{"attendance", "profile"};
  const auto again = replay(names, ledger, scratch.path(), cut, engine::system_environment(), {});
  if (!again.ok()) FAIL(failure_text(again.failure()));
  std::vector<DigestVerdict> out;
  out.reserve(again->digests.size());
  for (const auto& check : again->digests) out.push_back(check.verdict);
  return out;
}

}  // namespace

TEST_CASE("a replay holds every digest recorded in the ledger against what it comes to there", "[replay]") {
  auto ledger = late_roll();
  ScratchDirectory directory;
  auto model = open_model("profile", directory);
  REQUIRE(model->catch_up(ledger, {}).ok());
  const auto early = status_of(*model, ledger);
  record_digest(ledger, early, early.digest);
  finalise(ledger, "another", "2023-07-06", {entry(2, AttendanceOutcome::present, 90, 1)});
  REQUIRE(model->catch_up(ledger, {}).ok());
  const auto late = status_of(*model, ledger);
  record_digest(ledger, late, early.digest);
  auto older = late;
  older.version += 1;
  record_digest(ledger, older, late.digest);
  auto foretold = late;
  foretold.cursor = {ledger.size() + 1};
  record_digest(ledger, foretold, late.digest);
  foretold.cursor = {ledger.size() + 1'000};
  record_digest(ledger, foretold, late.digest);
  CHECK(verdicts(ledger, {}) == std::vector{DigestVerdict::holds, DigestVerdict::differs, DigestVerdict::other_version,
                                            DigestVerdict::differs, DigestVerdict::differs});
  // What was foretold is wrong at any cut.
  CHECK(verdicts(ledger, {early.cursor, {}}) ==
        std::vector{DigestVerdict::holds, DigestVerdict::differs, DigestVerdict::differs});
  CHECK(verdicts(ledger, {ledger::TreeSize{early.cursor.value - 1}, {}}) ==
        std::vector{DigestVerdict::differs, DigestVerdict::differs});
  CHECK(verdicts(ledger, {{}, day("2023-06-30")}).empty());
}

TEST_CASE("what differs is told key by key, with the events that did it", "[replay]") {
  const auto ledger = late_roll();
  const ScratchDirectory then;
  const ScratchDirectory now;
  const auto cut = end_of_june(ledger);
  const auto before = replayed(ledger, then, cut);
  const auto after = replayed(ledger, now, {});
  std::vector<Change> changes;
  REQUIRE(compare(*before.front(), *after.front(), [&](const Change& change) {
            changes.push_back(change);
            return true;
          }).ok());
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].key == "late-roll");
  CHECK(changes[0].before == Record());
  CHECK(changes[0].after.find("attended") != nullptr);
  const auto why = events_touching("attendance", {"late-roll"}, ledger, cut);
  REQUIRE(why.ok());
  REQUIRE(why->at("late-roll").size() == 1);
  CHECK(why->at("late-roll").front().sequence == ledger::Sequence{1});
  CHECK(why->at("late-roll").front().business_date == day("2023-06-29"));
}

TEST_CASE("a size the ledger does not have and an unknown read model are not found", "[replay]") {
  const auto ledger = late_roll();
  ScratchDirectory scratch;
  const std::vector<std::string> names{"attendance"};
  const ReplayCut beyond{ledger::TreeSize{ledger.size() + 1}, {}};
  const auto answer = replay(names, ledger, scratch.path(), beyond, engine::system_environment(), {});
  REQUIRE(answer.error() != nullptr);
  CHECK(answer.error()->code == ledger::ErrorCode::not_found);
  const std::vector<std::string> unknown{"horoscope"};
  CHECK_FALSE(replay(unknown, ledger, scratch.path(), {}, engine::system_environment(), {}).ok());
}
