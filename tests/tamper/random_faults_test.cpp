// Thousands of random faults, each in a copy of one ledger: every one is found, and something says where.
#include "faults.h"
#include "seed.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>

using namespace shiji;
using namespace shiji::tests;

namespace {

/// SHIJI_TAMPER_FAULTS: 500 unless told.
std::uint64_t faults_wanted() {
  const char* given = std::getenv("SHIJI_TAMPER_FAULTS");
  return given == nullptr ? 500 : std::strtoull(given, nullptr, 10);
}

/// Full and partial tiles, many chunks, long streams, checkpoints, stream heads, a second opening.
void fill(TestLedger& ledger) {
  ledger.open();
  std::uint64_t number = 1;
  for (std::uint64_t part = 0; part < 8; ++part) {
    std::vector<Command> commands;
    commands.reserve(80);
    for (int i = 0; i < 80; ++i) commands.push_back(school(number++));
    REQUIRE(ledger.append("s" + std::to_string(part), commands).ok());
    REQUIRE(ledger.append("d" + std::to_string(part), {document_part(1, static_cast<std::uint32_t>(part), 8)}).ok());
    if (part == 3) {
      REQUIRE(ledger.owner().record_stream_heads().ok());
      REQUIRE(ledger.owner().checkpoint().ok());
      ledger.close();
      ledger.open();
    }
  }
  REQUIRE(ledger.owner().record_stream_heads().ok());
  REQUIRE(ledger.owner().checkpoint().ok());
  ledger.close();
}

struct Verdict {
  bool found = false, located = false;
};

Verdict verdict_on(const std::string& directory, const engine::Environment& environment) {
  engine::VerificationOptions options;
  options.environment = environment;
  options.threads = 1;
  const auto report = engine::verify_ledger(directory, options);
  if (!report.ok()) return {true, report.error() != nullptr && !report.error()->place.empty()};
  if (report->faults.empty()) return {};
  const auto& first = report->faults.front();
  return {true, first.sequence.has_value() || !first.where.empty() || !first.stream.empty()};
}

ledger::Hash root_of(const std::string& directory, const engine::OwnerOptions& options) {
  const auto owner = engine::Owner::open(directory, options);
  INFO(outcome_of(owner));
  REQUIRE(owner.ok());
  return (*owner)->head()->root;
}

/// Opened, it has every event, and an index of all of them.
bool comes_to_the_same(const std::string& copy, const ledger::Hash& root, const engine::OwnerOptions& options) {
  return root_of(copy, options) == root && !verdict_on(copy, options.environment).found;
}

}  // namespace

TEST_CASE("every random fault in a ledger is found, and located", "[tamper]") {
  TestLedger ledger;
  fill(ledger);
  REQUIRE_FALSE(verdict_on(ledger.directory(), ledger.environment()).found);
  const TemporaryDirectory scratch;
  const auto root = root_of(ledger.directory(), ledger.options());
  std::mt19937_64 random(test_seed());
  std::map<std::string_view, std::uint64_t> found;
  std::uint64_t done = 0;
  std::uint64_t without_effect = 0;
  while (done < faults_wanted()) {
    const auto copy = scratch / "copy";
    std::filesystem::copy(ledger.directory(), copy, std::filesystem::copy_options::recursive);
    TamperGround ground{copy, ledger.environment(), random};
    const auto& fault = tamper_faults()[random() % tamper_faults().size()];
    const auto changed = fault.apply(ground);
    if (changed) {
      const auto verdict = verdict_on(copy, ledger.environment());
      // The last edits of a MANIFEST may say nothing new; an index without them is one that a crash would leave.
      if (!verdict.found && changed->find("MANIFEST") != std::string::npos &&
          comes_to_the_same(copy, root, ledger.options())) {
        ++without_effect;
        std::filesystem::remove_all(copy);
        continue;
      }
      INFO(fault.name << ": " << *changed << "; seed " << test_seed() << ", fault " << done);
      CHECK(verdict.found);
      CHECK(verdict.located);
      ++found[fault.name];
      ++done;
    }
    std::filesystem::remove_all(copy);
  }
  for (const auto& [name, count] : found) WARN(name << ": " << count << " found");
  WARN("not counted, because opening comes to the same: " << without_effect << " cuts of a MANIFEST");
}
