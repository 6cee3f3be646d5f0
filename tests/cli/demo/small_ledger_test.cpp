// The demo at a fiftieth of its size, in a real ledger.
#include "demo/demo.h"
#include "demo/plan.h"
#include "demo/tampering.h"
#include "demo/year/year.h"
#include "temporary_directory.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace shiji;
using namespace shiji::cli::demo;
using shiji::tests::TemporaryDirectory;

namespace {

constexpr std::uint32_t small_ppm = 20'000;

DemoOptions small(const std::string& directory, std::uint64_t seed = 2023) {
  return {.name = "licheng-2023", .directory = directory, .scale_ppm = small_ppm, .seed = seed};
}

WrittenLedger write_small(const std::string& directory, std::uint64_t seed) {
  const auto plan = plan_year(small_ppm, seed);
  const auto written = write_ledger(small(directory, seed), plan, Year(plan.organisation, small_ppm, seed), {});
  REQUIRE(written.ok());
  return *written;
}

}  // namespace

TEST_CASE("the same seed gives the same root and checkpoint, another seed another one") {
  const TemporaryDirectory directory;
  const auto first = write_small(directory / "first", 41);
  const auto again = write_small(directory / "again", 41);
  const auto other = write_small(directory / "other", 42);
  CHECK(first.events > 1'500);
  CHECK(first.events == again.events);
  CHECK(ledger::to_hex(first.root.span()) == ledger::to_hex(again.root.span()));
  CHECK(first.checkpoint == again.checkpoint);
  CHECK(first.root != other.root);
}

TEST_CASE("a demo ledger says so in event 0 and ends the demo with its last event") {
  const TemporaryDirectory directory;
  const auto written = write_small(directory / "ledger", 5);
  engine::OwnerOptions options;
  options.read_only = true;
  const auto owner = engine::Owner::open(directory / "ledger", options);
  REQUIRE(owner.ok());
  bool demo = false;
  std::uint64_t last = 0;
  std::uint64_t seed = 0;
  std::uint64_t heads = 0;
  ledger::Time before{};
  bool in_order = true;
  const auto fed = (*owner)->feed({0}, std::nullopt, [&](const engine::RecordedEvent& recorded) {
    const auto& position = recorded.event.event.position;
    last = position.sequence.value;
    in_order = in_order && before <= position.recorded_at;
    before = position.recorded_at;
    const auto occurred = recorded.event.event.occurred_at;
    in_order = in_order && (!occurred || *occurred <= position.recorded_at);
    if (recorded.event.type == ledger::EventType::control_LedgerCreated) {
      demo = payload_of<ledger::control::LedgerCreated>(recorded.event).demo;
    }
    if (recorded.event.type == ledger::EventType::control_StreamHeadsRecorded) ++heads;
    if (recorded.event.type == ledger::EventType::control_DemoEnded) {
      seed = payload_of<ledger::control::DemoEnded>(recorded.event).seed;
      CHECK(position.sequence.value + 1 == written.events);
    }
    return true;
  });
  REQUIRE(fed.ok());
  CHECK(demo);
  CHECK(in_order);
  CHECK(seed == 5);
  CHECK(heads > 10);  // at the end of each day on which something happened
  CHECK(last + 1 == written.events);
  CHECK(to_text(before).substr(0, 10) == "2023-12-31");
}

TEST_CASE("the figures of a smaller demo equal its plan, all of them marked as derived") {
  const TemporaryDirectory directory;
  const auto result = run(small(directory / "ledger"), {});
  REQUIRE(result.ok());
  CHECK(result->figures.size() >= 12);
  for (const auto& figure : result->figures) {
    INFO(figure.name << " expected " << figure.expected << " actual " << figure.actual);
    CHECK(figure.equal);
    CHECK(figure.derived == figure.measurable);  // what nothing here can measure is only quoted
    CHECK_FALSE(figure.title_zh.empty());
    CHECK_FALSE(figure.title_en.empty());
  }
  CHECK(result->figures.front().actual == "4");
  CHECK(result->verification.faults_in_all == 0);
  CHECK(result->tampered.faults_in_all > 0);
  CHECK(result->root == result->verification.root);
}

TEST_CASE("one changed byte is found and located, wherever in the stored events it is") {
  const TemporaryDirectory directory;
  write_small(directory / "ledger", 6);
  for (const std::uint32_t position_ppm : {0U, 1'000U, 120'000U, 333'333U, 500'000U, 777'777U, 900'000U, 999'999U}) {
    INFO("position " << position_ppm << " ppm");
    const auto copy = LedgerCopy::make(directory / "ledger", directory / "copy");
    REQUIRE(copy.ok());
    const auto changed = change_one_byte(copy->directory(), position_ppm);
    REQUIRE(changed.ok());
    CHECK(changed->before != changed->after);
    const auto report = engine::verify_ledger(copy->directory(), {});
    REQUIRE(report.ok());
    REQUIRE(report->faults_in_all > 0);
    for (const auto& fault : report->faults) {
      CHECK_FALSE(fault.kind.empty());
      CHECK((fault.sequence || !fault.where.empty()));
    }
  }
  CHECK_FALSE(std::filesystem::exists(directory / "copy"));
  const auto untouched = engine::verify_ledger(directory / "ledger", {});
  REQUIRE(untouched.ok());
  CHECK(untouched->faults_in_all == 0);
}

TEST_CASE("an unchanged copy verifies as well as the ledger does") {
  const TemporaryDirectory directory;
  const auto written = write_small(directory / "ledger", 8);
  const auto copy = LedgerCopy::make(directory / "ledger", directory / "copy");
  REQUIRE(copy.ok());
  const auto report = engine::verify_ledger(copy->directory(), {});
  REQUIRE(report.ok());
  CHECK(report->faults_in_all == 0);
  CHECK(report->root == written.root);
}

TEST_CASE("a copy never overwrites what is there") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "ledger");
  std::filesystem::create_directory(directory / "copy");
  const auto copy = LedgerCopy::make(directory / "ledger", directory / "copy");
  REQUIRE_FALSE(copy.ok());
  CHECK(copy.error()->code == ledger::ErrorCode::already_exists);
}

TEST_CASE("an unknown demo or a scale out of range is refused before anything is written") {
  const TemporaryDirectory directory;
  DemoOptions unknown = small(directory / "unknown");
  unknown.name = "licheng-2024";
  DemoOptions nothing = small(directory / "nothing");
  nothing.scale_ppm = 0;
  DemoOptions too_much = small(directory / "too-much");
  too_much.scale_ppm = 1'000'001;
  for (const auto& options : {unknown, nothing, too_much}) {
    const auto result = run(options, {});
    REQUIRE_FALSE(result.ok());
    REQUIRE(result.error() != nullptr);
    CHECK(result.error()->code == ledger::ErrorCode::usage);
    CHECK_FALSE(std::filesystem::exists(options.directory));
  }
}

TEST_CASE("a demo refuses a directory that holds a ledger") {
  const TemporaryDirectory directory;
  const auto written = write_small(directory / "ledger", 3);
  const auto again = run(small(directory / "ledger", 3), {});
  REQUIRE_FALSE(again.ok());
  REQUIRE(again.error() != nullptr);
  CHECK(again.error()->code == ledger::ErrorCode::already_exists);
  const auto report = engine::verify_ledger(directory / "ledger", {});
  REQUIRE(report.ok());
  CHECK(report->root == written.root);
}

TEST_CASE("the demos have names and titles in both languages") {
  REQUIRE(names().size() == 1);
  CHECK(names().front().name == "licheng-2023");
  CHECK_FALSE(names().front().title_zh.empty());
  CHECK_FALSE(names().front().title_en.empty());
}
