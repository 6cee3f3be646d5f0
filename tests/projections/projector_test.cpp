// The projector: twice changes nothing, a gap stops it, a crash is made good, the digest sees every value.
#include "killed/killed_fold.h"
#include "random_ledger.h"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;
using document::AttendanceOutcome;
using shiji::ledger::ErrorCode;

namespace {

void catch_up(ReadModel& model, const FakeLedger& ledger) {
  const auto status = model.catch_up(ledger, {});
  INFO(failure_text(status));
  REQUIRE(status.ok());
}

FakeLedger small_ledger(int minutes = 90) {
  FakeLedger ledger;
  ledger.adopt(credit_rules(1, 45, 10), "2020-01-01");
  ledger.adopt(point_rules({}), "2020-01-01");
  finalise(ledger, "a", "2023-09-04",
           {entry(1, AttendanceOutcome::present, minutes), entry(2, AttendanceOutcome::late)});
  finalise(ledger, "b", "2023-09-05", {entry(1, AttendanceOutcome::absent)});
  return ledger;
}

/// Another program folds the random ledger of `seed` and is killed before event `kill_at`.
void fold_until_killed(std::string_view model, const std::string& directory, std::uint64_t seed, std::size_t kill_at) {
  REQUIRE(::setenv(killed_model, std::string(model).c_str(), 1) == 0);
  REQUIRE(::setenv(killed_directory, directory.c_str(), 1) == 0);
  REQUIRE(::setenv(killed_seed, std::to_string(seed).c_str(), 1) == 0);
  REQUIRE(::setenv(killed_at, std::to_string(kill_at).c_str(), 1) == 0);
  std::string program = SHIJI_KILLED_FOLD;
  const std::array<char*, 2> words{program.data(), nullptr};
  pid_t child = -1;
  REQUIRE(::posix_spawn(&child, program.c_str(), nullptr, nullptr, words.data(), environ) == 0);
  int outcome = 0;
  REQUIRE(::waitpid(child, &outcome, 0) == child);
  REQUIRE(WIFSIGNALED(outcome));
  CHECK(WTERMSIG(outcome) == SIGKILL);
}

}  // namespace

TEST_CASE("delivering events twice changes no total", "[projector]") {
  auto ledger = small_ledger();
  for (const auto& info : read_models()) {
    INFO(info.name);
    ScratchDirectory once;
    ScratchDirectory twice;
    auto expected = open_model(info.name, once);
    catch_up(*expected, ledger);
    auto model = open_model(info.name, twice);
    auto repeating = small_ledger();
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < ledger.size(); ++i) {
      for (std::size_t again = i < 3 ? 0 : i - 3; again <= i; ++again) order.push_back(again);
    }
    repeating.delivered = order;
    catch_up(*model, repeating);
    catch_up(*model, repeating);
    CHECK(status_of(*model, ledger).digest == status_of(*expected, ledger).digest);
    CHECK(dump(*model) == dump(*expected));
  }
}

TEST_CASE("a gap stops a read model and names the sequence; what came before is kept", "[projector]") {
  auto ledger = small_ledger();
  ScratchDirectory directory;
  auto model = open_model("points", directory);
  ledger.delivered = std::vector<std::size_t>{0, 1, 2, 3, 4, 6, 7};
  const auto stopped = model->catch_up(ledger, {});
  REQUIRE(stopped.error() != nullptr);
  CHECK(stopped.error()->code == ErrorCode::corrupt);
  CHECK(stopped.error()->place == "sequence 6");
  CHECK(status_of(*model, ledger).cursor.value == 5);
  ledger.delivered.reset();
  catch_up(*model, ledger);
  CHECK(status_of(*model, ledger).lag == 0);
}

TEST_CASE("a feed that ends before the head is an error that names where", "[projector]") {
  auto ledger = small_ledger();
  ScratchDirectory directory;
  auto model = open_model("points", directory);
  ledger.delivered = std::vector<std::size_t>{0, 1, 2};
  const auto stopped = model->catch_up(ledger, {});
  REQUIRE(stopped.error() != nullptr);
  CHECK(stopped.error()->code == ErrorCode::corrupt);
  CHECK(stopped.error()->place == "sequence 3");
}

TEST_CASE("an event whose link does not name the one before it is refused with its sequence", "[projector]") {
  auto ledger = small_ledger();
  // An event of another history with the right sequence: only its link gives it away.
  FakeLedger other;
  for (int i = 0; i < 7; ++i) finalise(other, "x", "2023-01-01", {entry(9, AttendanceOutcome::present)});
  ledger.forge(6, other, 6);
  ScratchDirectory directory;
  auto model = open_model("attendance", directory);
  const auto stopped = model->catch_up(ledger, {});
  REQUIRE(stopped.error() != nullptr);
  CHECK(stopped.error()->code == ErrorCode::corrupt);
  CHECK(stopped.error()->place == "sequence 6");
  CHECK(stopped.error()->detail.find("link") != std::string::npos);
}

TEST_CASE("a ledger that is not the one that was followed is refused", "[projector]") {
  ScratchDirectory directory;
  auto model = open_model("credits", directory);
  const auto ledger = small_ledger();
  catch_up(*model, ledger);
  SECTION("another origin") {
    auto other = small_ledger();
    other.name = "example.org/other";
    CHECK(failure_text(model->catch_up(other, {})).find("corrupt at sequence 8") == 0);
  }
  SECTION("another event at the cursor") {
    auto other = small_ledger();
    FakeLedger last = small_ledger(91);
    other.forge(7, last, 7);
    CHECK(failure_text(model->catch_up(other, {})).find("corrupt at sequence 7") == 0);
  }
  SECTION("a shorter ledger") {
    auto shorter = small_ledger();
    shorter.visible = 4;
    CHECK(failure_text(model->catch_up(shorter, {})).find("corrupt at sequence 8") == 0);
  }
}

TEST_CASE("the digest changes when one value changes", "[projector]") {
  for (const char* name : {"credits", "statement", "profile"}) {
    INFO(name);
    ScratchDirectory one;
    ScratchDirectory other;
    auto first = open_model(name, one);
    auto second = open_model(name, other);
    catch_up(*first, small_ledger(90));
    catch_up(*second, small_ledger(91));
    CHECK(status_of(*first, small_ledger()).digest != status_of(*second, small_ledger()).digest);
  }
}

TEST_CASE("a read model killed between writes resumes to the same digest", "[projector][crash]") {
  const std::uint64_t seed = 31;
  const auto ledger = random_ledger(seed);
  for (const auto& info : read_models()) {
    ScratchDirectory straight;
    ScratchDirectory crashed;
    auto expected = open_model(info.name, straight);
    catch_up(*expected, ledger);
    for (const std::size_t kill_at : {std::size_t{10}, std::size_t{133}, std::size_t{201}, ledger.size() - 1}) {
      INFO("seed " << seed << ", " << info.name << ", killed at " << kill_at);
      fold_until_killed(info.name, crashed.path(), seed, kill_at);
      auto model = open_model(info.name, crashed);
      // What is lost is at most the batch that was being read and the one that was being folded.
      const auto kept = status_of(*model, ledger).cursor.value;
      CHECK(kept % killed_write_events == 0);
      CHECK(kept <= kill_at);
      CHECK(kept + 2 * killed_write_events > kill_at);
    }
    auto model = open_model(info.name, crashed);
    catch_up(*model, ledger);
    CHECK(status_of(*model, ledger).digest == status_of(*expected, ledger).digest);
    CHECK(dump(*model) == dump(*expected));
  }
}

TEST_CASE("a read model resumes with the rule sets it was given, without the events that gave them", "[projector]") {
  auto ledger = small_ledger();
  ScratchDirectory directory;
  ledger.visible = 6;
  catch_up(*open_model("credits", directory), ledger);
  ledger.visible.reset();
  ledger.before_event = [](std::size_t sequence) { CHECK(sequence >= 6); };
  auto model = open_model("credits", directory);
  catch_up(*model, ledger);
  auto record = model->find(person_key(1));
  REQUIRE(record.ok());
  CHECK(number_at(*record, "credit_milli") == 200);
}

TEST_CASE("a read model is kept under its name and open once", "[projector]") {
  ScratchDirectory directory;
  const auto model = open_model("points", directory);
  CHECK(std::filesystem::exists(directory.path() + "/projections/points/CURRENT"));
  ReadModelOptions at_once;
  at_once.wait = std::chrono::milliseconds(0);
  const auto again = ReadModel::open("points", directory.path(), engine::Environment{}, at_once);
  REQUIRE(again.error() != nullptr);
  CHECK(again.error()->code == ErrorCode::already_open);
}

TEST_CASE("an unknown read model, an unknown key and an empty ledger each answer plainly", "[projector]") {
  ScratchDirectory directory;
  const auto unknown = ReadModel::open("birthdays", directory.path(), engine::Environment{}, {});
  REQUIRE(unknown.error() != nullptr);
  CHECK(unknown.error()->code == ErrorCode::not_found);
  CHECK_FALSE(std::filesystem::exists(directory.path() + "/projections/birthdays"));
  auto model = open_model("credits", directory);
  const FakeLedger empty;
  catch_up(*model, empty);
  CHECK(status_of(*model, empty).cursor.value == 0);
  CHECK(dump(*model).empty());
  const auto missing = model->find("nobody");
  REQUIRE(missing.error() != nullptr);
  CHECK(missing.error()->code == ErrorCode::not_found);
  CHECK(missing.error()->place == "credits/nobody");
}

TEST_CASE("an adopted rule set whose document is missing stops the read model at its sequence", "[projector]") {
  FakeLedger ledger;
  ledger.add({"rules/x", {}, {}}, ledger::control::RuleSetAdopted{"X", 1, {}, day("2020-01-01"), {}});
  ScratchDirectory directory;
  auto model = open_model("credits", directory);
  CHECK(failure_text(model->catch_up(ledger, {})).find("bad_document at sequence 0") == 0);
}

TEST_CASE("read models are listed by name with columns in both languages", "[projector]") {
  std::string last;
  for (const auto& info : read_models()) {
    INFO(info.name);
    CHECK(std::string(info.name) > last);
    last = info.name;
    REQUIRE_FALSE(info.columns.empty());
    CHECK(info.columns.front().key == info.key_name);
    for (const auto& column : info.columns) CHECK((!column.key.empty() && !column.zh.empty() && !column.en.empty()));
    for (const auto& table : info.tables) {
      CHECK((!table.key.empty() && !table.title_zh.empty() && !table.title_en.empty() && !table.columns.empty()));
    }
  }
  CHECK(read_models().size() == 21);
}
