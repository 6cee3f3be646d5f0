// Folds a random ledger in a process of its own and is killed on the way, so that nothing is tidied up: a fork of the
// test would inherit RocksDB's locks without the threads that hold them. Which model, where, which ledger and when
// stand in the environment (killed_fold.h).
#include "killed_fold.h"

#include "random_ledger.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <string>
#include <unistd.h>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;

namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  REQUIRE(value != nullptr);
  return value;
}

}  // namespace

TEST_CASE("a fold is killed") {
  auto ledger = random_ledger(std::stoull(setting(killed_seed)));
  const auto kill_at = std::stoull(setting(killed_at));
  ledger.before_event = [&](std::size_t sequence) {
    if (sequence == kill_at) ::kill(::getpid(), SIGKILL);
  };
  engine::Environment environment;
  environment.clock = std::make_shared<engine::SimulatedClock>(ledger::Time{0});
  ReadModelOptions options;
  options.write_events = killed_write_events;
  const auto model = ReadModel::open(setting(killed_model), setting(killed_directory), environment, options);
  REQUIRE(model.ok());
  static_cast<void>((*model)->catch_up(ledger, {}));
}
