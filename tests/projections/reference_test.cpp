// Random ledgers against the slow reference; however the work is cut, the records and the digests are the same.
#include "random_ledger.h"
#include "slow_reference.h"

#include <catch2/catch.hpp>

#include <random>

using namespace shiji;
using namespace shiji::projections;
using namespace shiji::projections::testing;

namespace {

ReadModelStatus caught_up(ReadModel& model, const FakeLedger& ledger) {
  const auto status = model.catch_up(ledger, {});
  INFO(failure_text(status));
  REQUIRE(status.ok());
  return status_of(model, ledger);
}

}  // namespace

TEST_CASE("every read model says what the slow reference says, at every cut", "[reference]") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    auto ledger = random_ledger(seed);
    for (const auto& info : read_models()) {
      ScratchDirectory directory;
      auto model = open_model(info.name, directory);
      for (const std::size_t events : {ledger.size() / 4, ledger.size() / 2, ledger.size()}) {
        INFO("seed " << seed << ", " << info.name << ", " << events << " events");
        ledger.visible = events;
        CHECK(caught_up(*model, ledger).cursor.value == events);
        const auto expected = slow_reference(info.name, ledger, events);
        const auto found = dump(*model);
        CHECK(found.size() == expected.size());
        for (const auto& [key, text] : expected) CHECK((found.contains(key) ? found.at(key) : "none") == text);
        CHECK(status_of(*model, ledger).keys == expected.size());
      }
    }
  }
}

TEST_CASE("closing and reopening at random events, small caches and rebuilds give the same digest", "[reference]") {
  for (std::uint64_t seed = 11; seed < 14; ++seed) {
    auto ledger = random_ledger(seed);
    std::mt19937_64 random(seed);
    for (const auto& info : read_models()) {
      INFO("seed " << seed << ", " << info.name);
      ScratchDirectory straight;
      ScratchDirectory cut;
      auto whole = open_model(info.name, straight);
      const auto expected = caught_up(*whole, ledger);
      ReadModelOptions tight;
      tight.cache_bytes = 1;
      for (std::uint64_t at = 0; at < ledger.size();) {
        at = std::min<std::uint64_t>(ledger.size(), at + random() % 197 + 1);
        ledger.visible = at;
        tight.write_events = random() % 40 + 1;
        auto model = open_model(info.name, cut, tight);
        caught_up(*model, ledger);
      }
      ledger.visible.reset();
      auto model = open_model(info.name, cut);
      CHECK(status_of(*model, ledger).digest == expected.digest);
      CHECK(status_of(*model, ledger).keys == expected.keys);
      CHECK(dump(*model) == dump(*whole));
      REQUIRE(model->reset().ok());
      REQUIRE(model->catch_up(ledger, {}).ok());
      CHECK(status_of(*model, ledger).digest == expected.digest);
      CHECK(status_of(*model, ledger).keys == expected.keys);
      CHECK(dump(*model) == dump(*whole));
    }
  }
}

TEST_CASE("all read models in one pass are what each is alone, also when they start apart", "[reference]") {
  auto ledger = random_ledger(21);
  ScratchDirectory together;
  ScratchDirectory alone;
  std::vector<std::unique_ptr<ReadModel>> models;
  std::vector<ReadModel*> all;
  std::uint64_t start = 0;
  for (const auto& info : read_models()) {
    models.push_back(open_model(info.name, together));
    all.push_back(models.back().get());
    ledger.visible = start;
    caught_up(*models.back(), ledger);
    start += 50;
  }
  ledger.visible.reset();
  std::uint64_t done = 0;
  std::uint64_t total = 1;
  const auto status = catch_up_together(all, ledger, [&](std::uint64_t now, std::uint64_t of) {
    CHECK(now >= done);
    done = now, total = of;
  });
  INFO(failure_text(status));
  REQUIRE(status.ok());
  CHECK(done == total);
  CHECK(total == ledger.size());
  for (auto* model : all) {
    const auto name = status_of(*model, ledger).name;
    auto single = open_model(name, alone);
    CHECK(status_of(*model, ledger).digest == caught_up(*single, ledger).digest);
  }
}
