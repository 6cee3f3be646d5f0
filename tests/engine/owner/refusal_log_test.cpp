// The log of refusals: every refused submission is in it, nothing personal is, and it never stands in an append's way.
#include "shiji/engine/owner/refusal_log.h"

#include "faulty_file_system.h"
#include "seed.h"
#include "store/file_system.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <thread>

using namespace shiji;
using namespace shiji::tests;

namespace {

std::vector<ledger::LoggedRefusal> refusals_of(const TestLedger& ledger) {
  std::vector<ledger::LoggedRefusal> refusals;
  const auto read = engine::read_refusals(ledger.directory(), ledger.environment(), [&](const auto& refusal) {
    refusals.push_back(refusal);
    return true;
  });
  REQUIRE(outcome_of(read) == "ok");
  return refusals;
}

std::vector<std::string> submissions_in(const std::vector<ledger::LoggedRefusal>& refusals) {
  std::vector<std::string> submissions;
  submissions.reserve(refusals.size());
  for (const auto& refusal : refusals) submissions.push_back(refusal.submission);
  return submissions;
}

std::string log_of(const TestLedger& ledger) { return ledger.directory() + "/refusals/current.jsonl"; }

std::uintmax_t bytes_in_log(const TestLedger& ledger) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ledger.directory() + "/refusals")) {
    bytes += entry.file_size();
  }
  return bytes;
}

constexpr std::string_view teacher_line =
    R"({"stream":"teacher/00000000000000000000000000000001","type":"identity.TeacherRegistered","payload":)"
    R"({"teacher":"00000000000000000000000000000001","name":"王芳","stage":"primary","subject_code":"SB0101",)"
    R"("kind":"teacher"}})"
    "\n";

/// A ledger that has school 1 and refuses it from now on.
struct RefusingLedger : TestLedger {
  explicit RefusingLedger(engine::Environment environment = {}, engine::OwnerOptions options = {})
      : TestLedger(std::move(environment)) {
    open(std::move(options));
    REQUIRE(append("s1", {school(1)}).ok());
  }
  void refuse(const std::string& id) { CHECK(outcome_of(append(id, {school(1)})) == "refused school_exists"); }
};

}  // namespace

TEST_CASE("a refused submission is noted with its rule and its event, an accepted or repeated one is not") {
  RefusingLedger ledger;
  CHECK(outcome_of(ledger.append("s1", {school(1)})) == "ok");
  CHECK(refusals_of(ledger).empty());
  CHECK_FALSE(std::filesystem::exists(ledger.directory() + "/refusals"));
  CHECK(outcome_of(ledger.append("s2", {school(2), school(1)})) == "refused school_exists");
  const auto refusals = refusals_of(ledger);
  REQUIRE(refusals.size() == 1);
  const auto& refusal = refusals.front();
  CHECK(refusal.recorded_at == ledger.clock().now());
  CHECK(refusal.code == 441);
  CHECK(refusal.name == "school_exists");
  CHECK(refusal.place.starts_with("event 1"));
  CHECK(refusal.submission == "s2");
  CHECK(refusal.type == "employment.SchoolOpened");
  CHECK(refusal.stream == school(1).stream);
  CHECK(refusal.actor == engine::administrator_actor);
  CHECK(ledger.verify().faults.empty());
}

TEST_CASE("what is refused before it is in order is noted as well, with what is known of it") {
  RefusingLedger ledger;
  auto entropy = engine::seeded_entropy(99);
  const auto foreign = engine::new_secret_key(*entropy);
  CHECK(outcome_of(ledger.owner().append(TestLedger::submission("s2", {school(2)}, foreign))) == "refused unknown_key");
  engine::Submission no_events;
  no_events.events.emplace_back(64, std::uint8_t{0xff});
  const auto no_event = outcome_of(ledger.owner().append(std::move(no_events)));
  CHECK(no_event == "refused not_an_event");
  CHECK(outcome_of(ledger.owner().append({})) == "refused submission_empty");
  auto expecting = ledger.submission("s3", {school(3)});
  expecting.expected.push_back({school(1).stream, std::nullopt});
  const auto expected = outcome_of(ledger.owner().append(std::move(expecting)));
  CHECK(expected == "refused wrong_expected_version");
  const auto refusals = refusals_of(ledger);
  CHECK(submissions_in(refusals) == std::vector<std::string>{"s2", "", "", "s3"});
  CHECK(refusals[0].stream == school(2).stream);
  CHECK(refusals[1].name == "not_an_event");
  CHECK(refusals[2].type.empty());
  CHECK(refusals[3].place == school(1).stream);
  CHECK(refusals[3].expected == "none");
}

TEST_CASE("JSON lines are noted by the line that was refused, once, and prepared ones are not") {
  RefusingLedger ledger;
  const std::string bad_actor = R"({"stream":"school/1","type":"employment.SchoolOpened","actor":"nobody","payload":{)";
  CHECK(outcome_of(ledger.append_json("j1", bad_actor + "}}")) == "refused missing_field");
  CHECK(outcome_of(ledger.append_json("j2", bad_actor)) == "refused not_json");
  const std::string twice = "\n" + std::string(teacher_line) + std::string(teacher_line);
  CHECK(outcome_of(ledger.append_json("j3", twice)) == "refused teacher_exists");
  CHECK(outcome_of(ledger.append_json("j4", "")) == "refused submission_empty");
  CHECK(outcome_of(ledger.owner().prepare({"j5", bad_actor, {}})) == "refused not_json");
  const auto refusals = refusals_of(ledger);
  CHECK(submissions_in(refusals) == std::vector<std::string>{"j1", "j2", "j3", "j4"});
  CHECK(refusals[0].actor == "nobody");
  CHECK(refusals[0].place.starts_with("line 1"));
  CHECK(refusals[1].actor.empty());
  CHECK(refusals[2].place.starts_with("line 3"));
  CHECK(refusals[2].stream == "teacher/00000000000000000000000000000001");
  CHECK(refusals[2].actor == engine::service_actor);
}

TEST_CASE("lines sent again under their id are answered with their receipt and not noted") {
  RefusingLedger ledger;
  REQUIRE(ledger.append_json("j1", std::string(teacher_line)).ok());
  CHECK(ledger.append_json("j1", std::string(teacher_line))->repeated);
  CHECK(refusals_of(ledger).empty());
}

TEST_CASE("neither a payload nor a value that was refused reaches the log") {
  RefusingLedger ledger;
  const std::string line(teacher_line);
  CHECK(outcome_of(ledger.append_json("j1", line + line)) == "refused teacher_exists");
  for (const auto* from : {"primary", "00000000000000000000000000000001\",\"type", "identity.TeacherRegistered"}) {
    auto changed = line;
    changed.replace(changed.find(from), std::string_view(from).find_first_of('"'), "王芳 13800001111");
    const auto outcome = outcome_of(ledger.append_json("j2", changed));
    CHECK(outcome.starts_with("refused"));
  }
  CHECK(refusals_of(ledger).size() == 4);
  std::ifstream file(log_of(ledger), std::ios::binary);
  const std::string log((std::istreambuf_iterator<char>(file)), {});
  CHECK(log.size() > 400);
  for (const auto* secret : {"王芳", "13800001111", "SB0101"}) CHECK(log.find(secret) == std::string::npos);
}

TEST_CASE("refusals beyond the bound push out the oldest, and the newest are kept") {
  constexpr std::uint64_t bound = 16'384;
  engine::OwnerOptions options;
  options.refusal_log_bytes_max = bound;
  RefusingLedger ledger({}, options);
  for (int i = 0; i < 300; ++i) {
    ledger.refuse("r" + std::to_string(i));
    CHECK(bytes_in_log(ledger) <= bound);
    if (i % 100 != 99) continue;
    ledger.close();
    ledger.open(options);
  }
  const auto refusals = refusals_of(ledger);
  CHECK(refusals.size() > 20);
  CHECK(refusals.size() < 300);
  for (std::size_t i = 0; i < refusals.size(); ++i) {
    CHECK(refusals[i].submission == "r" + std::to_string(300 - refusals.size() + i));
  }
  options.refusal_log_bytes_max = 0;
  ledger.close();
  ledger.open(options);
  ledger.refuse("unlogged");
  CHECK(refusals_of(ledger).size() == refusals.size());
}

TEST_CASE("a torn line is passed over, and what comes behind it is read") {
  RefusingLedger ledger;
  ledger.refuse("r1");
  ledger.refuse("r2");
  ledger.close();
  std::filesystem::resize_file(log_of(ledger), std::filesystem::file_size(log_of(ledger)) - 20);
  CHECK(submissions_in(refusals_of(ledger)) == std::vector<std::string>{"r1"});
  ledger.open();
  ledger.refuse("r3");
  CHECK(submissions_in(refusals_of(ledger)) == std::vector<std::string>{"r1", "r3"});
}

TEST_CASE("a log that cannot be written never fails an append, and goes on when it can be") {
  RefusingLedger ledger;
  const auto directory = ledger.directory() + "/refusals";
  std::ofstream(directory) << "a file where the directory should be";
  ledger.refuse("r1");
  CHECK(outcome_of(ledger.append("s2", {school(2)})) == "ok");
  std::filesystem::remove(directory);
  ledger.refuse("r2");
  CHECK(submissions_in(refusals_of(ledger)) == std::vector<std::string>{"r2"});
}

TEST_CASE("a disk that takes no more still lets a submission be refused") {
  auto faulty = std::make_shared<FaultyFileSystem>();
  RefusingLedger ledger({nullptr, nullptr, engine::wrap_file_system(faulty)});
  ledger.refuse("r1");
  faulty->disk().fill_after(100);
  ledger.refuse("r2");
  ledger.refuse("r3");
  faulty->disk().fill_after(std::nullopt);
  faulty->disk().make_read_only(true);
  ledger.refuse("r4");
  faulty->disk().make_read_only(false);
  ledger.refuse("r5");
  CHECK(submissions_in(refusals_of(ledger)) == std::vector<std::string>{"r1", "r5"});
  CHECK(outcome_of(ledger.append("s2", {school(2)})) == "ok");
}

TEST_CASE("wherever the power goes while a refusal is noted, the ledger is whole and the log is read") {
  for (std::uint64_t operation = 0; operation < 6; ++operation) {
    auto faulty = std::make_shared<FaultyFileSystem>();
    engine::OwnerOptions options;
    options.refusal_log_bytes_max = 1'024;  // so that the log is turned over too
    RefusingLedger ledger({nullptr, nullptr, engine::wrap_file_system(faulty)}, options);
    ledger.refuse("r1");
    faulty->disk().crash_at(operation, test_seed() + operation);
    for (int i = 2; i < 8; ++i) ledger.refuse("r" + std::to_string(i));
    if (!faulty->disk().crashed()) faulty->disk().crash(test_seed());
    ledger.close();
    faulty->disk().restart();
    ledger.open(options);
    ledger.refuse("last");
    CHECK(submissions_in(refusals_of(ledger)).back() == "last");
    CHECK(ledger.verify().faults.empty());
  }
}

TEST_CASE("a read-only opening notes nothing, and a directory that is no ledger has no log") {
  RefusingLedger ledger;
  ledger.close();
  engine::OwnerOptions options;
  options.read_only = true;
  ledger.open(options);
  CHECK(outcome_of(ledger.owner().append_json({"j1", "no JSON", {}})) == "error read_only");
  CHECK(outcome_of(ledger.append("s2", {school(1)})) == "error read_only");
  CHECK_FALSE(std::filesystem::exists(ledger.directory() + "/refusals"));
  const TemporaryDirectory empty;
  const auto read =
      engine::read_refusals(empty.path(), ledger.environment(), [](const auto& /*refusal*/) { return true; });
  CHECK(outcome_of(read) == "error not_a_ledger");
}

TEST_CASE("whoever is refused at the same time is noted whole, and a reader beside them sees nobody twice") {
  engine::OwnerOptions options;
  options.refusal_log_bytes_max = 65'536;
  RefusingLedger ledger({}, options);
  constexpr std::size_t submitters = 4;
  constexpr std::size_t refused_each = 100;
  std::vector<engine::Submission> submissions;
  submissions.reserve(submitters * refused_each);
  for (std::size_t i = 0; i < submitters * refused_each; ++i) {
    submissions.push_back(ledger.submission("r" + std::to_string(i), {school(1)}));
  }
  std::vector<std::thread> threads;
  threads.reserve(submitters);
  for (std::size_t thread = 0; thread < submitters; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t i = 0; i < refused_each; ++i) {
        (void)ledger.owner().append(std::move(submissions[thread * refused_each + i]));
      }
    });
  }
  std::size_t seen_twice = 0;
  for (int i = 0; i < 50; ++i) {
    auto seen = submissions_in(refusals_of(ledger));
    std::ranges::sort(seen);
    seen_twice += std::ranges::adjacent_find(seen) == seen.end() ? 0 : 1;
  }
  for (auto& thread : threads) thread.join();
  CHECK(seen_twice == 0);
  for (const auto& entry : std::filesystem::directory_iterator(ledger.directory() + "/refusals")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) CHECK(ledger::refusal_from_line(line));
  }
}
