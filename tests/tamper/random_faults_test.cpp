// Thousands of random faults, each in a copy of one ledger: every one is found, and something says where.
#include "faults.h"
#include "opened_database.h"
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

/// Everything two directories hold, as RocksDB reads it.
bool hold_the_same(const std::string& one, const std::string& other, const engine::Environment& environment) {
  for (const auto* part : {"/chain", "/index"}) {
    OpenedDatabase mine(one + part, environment);
    OpenedDatabase theirs(other + part, environment);
    for (const auto& family : mine.families()) {
      const auto keys = mine.keys(family);
      if (theirs.keys(family) != keys) return false;
      for (const auto& key : keys) {
        if (mine.get(family, key) != theirs.get(family, key)) return false;
      }
    }
  }
  return true;
}

}  // namespace

TEST_CASE("every random fault in a ledger is found, and located", "[tamper]") {
  TestLedger ledger;
  fill(ledger);
  REQUIRE_FALSE(verdict_on(ledger.directory(), ledger.environment()).found);
  const TemporaryDirectory scratch;
  const auto pristine = scratch / "pristine";
  std::filesystem::copy(ledger.directory(), pristine, std::filesystem::copy_options::recursive);
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
      // RocksDB ends its MANIFEST with edits that only repeat what is so; without them the same is read.
      if (!verdict.found && changed->find("MANIFEST") != std::string::npos &&
          hold_the_same(copy, pristine, ledger.environment())) {
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
  WARN("not counted, because the same is read: " << without_effect << " cuts of a MANIFEST");
}
