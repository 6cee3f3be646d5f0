// The engine against a ledger that is slow and obvious: after every random operation both say the same.
#include <catch2/catch.hpp>

#include "model_run.h"
#include "seed.h"

using namespace shiji;
using namespace shiji::tests;

namespace {

constexpr int ledgers = 4;
constexpr int operations_min = 150;
constexpr std::uint64_t size_min = 2 * 256 + 1;  // two tile boundaries crossed

}  // namespace

TEST_CASE("after random operations the engine and the reference hold the same ledger") {
  const auto seed = test_seed();
  std::map<std::string, std::uint64_t> outcomes;
  for (int number = 0; number < ledgers; ++number) {
    ModelRun run(seed + static_cast<std::uint64_t>(number));
    for (int step = 0; step < operations_min || run.size() < size_min; ++step) {
      INFO("ledger " << number << ", step " << step << ", seed " << seed);
      run.step();
    }
    run.compare_all();
    for (const auto& [outcome, count] : run.outcomes()) outcomes[outcome] += count;
  }
  // Each kind of answer came up, so that agreement means something.
  for (const auto* outcome : {"ok", "repeated", "refused school_exists", "refused document_part_wrong",
                              "refused wrong_expected_version", "refused submission_id_taken"}) {
    INFO(outcome);
    CHECK(outcomes[outcome] > 0);
  }
}
