// The engine against a ledger that is slow and obvious: after every random operation both say the same.
#include "model_run.h"
#include "seed.h"

#include <catch2/catch.hpp>

#include <random>

using namespace shiji;
using namespace shiji::tests;

namespace {

using Outcomes = std::map<std::string, std::uint64_t>;

/// At least so many operations, and more until the ledger has so many events.
Outcomes compare_through(ModelSize model_size, std::uint64_t seed, int operations_min, std::uint64_t size_min) {
  ModelRun run(model_size, std::mt19937_64(seed));
  for (int step = 0; step < operations_min || run.size() < size_min; ++step) {
    INFO("step " << step << ", seed " << seed);
    run.step();
  }
  run.compare_all();
  return run.outcomes();
}

}  // namespace

TEST_CASE("after each random operation the engine and the reference hold the same ledger") {
  const auto seed = test_seed();
  Outcomes outcomes;
  for (std::uint64_t ledger = 0; ledger < 4; ++ledger) {
    constexpr std::uint64_t size_min = 2 * 256 + 1;  // two tile boundaries crossed
    for (const auto& [outcome, count] : compare_through(ModelSize::small, seed + ledger, 150, size_min)) {
      outcomes[outcome] += count;
    }
  }
  // Each kind of answer came up, so that agreement means something.
  for (const auto* outcome : {"ok", "repeated", "refused school_exists", "refused document_part_wrong",
                              "refused wrong_expected_version", "refused submission_id_taken"}) {
    INFO(outcome);
    CHECK(outcomes[outcome] > 0);
  }
}

TEST_CASE("a ledger whose index is written out under load agrees with the reference") {
  constexpr std::uint64_t size_min = 6'000;  // more than twice what the index holds back in memory
  CHECK(compare_through(ModelSize::large, test_seed(), 30, size_min)["ok"] > 0);
}
