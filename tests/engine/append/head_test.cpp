// How far HEAD follows what was acknowledged.
#include "faulty_file_system.h"
#include "owner/ledger_directory.h"
#include "store/file_system.h"
#include "store/head_file.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace shiji;
using namespace shiji::tests;

TEST_CASE("a synced HEAD covers the commit before the last that was acknowledged") {
  const auto faulty = std::make_shared<FaultyFileSystem>();
  engine::Environment environment;
  environment.file_system = engine::wrap_file_system(faulty);
  TestLedger ledger(environment);
  ledger.open();
  for (std::uint64_t number = 1; number <= 20; ++number) {
    REQUIRE(ledger.append("s" + std::to_string(number), {school(number)}).ok());
    const auto acknowledged = ledger.size();
    if (number % 10 != 0) continue;
    faulty->disk().crash();
    ledger.close();
    const auto head = engine::read_head(engine::head_path(ledger.directory()), ledger.environment());
    REQUIRE(head.ok());
    CHECK(head->tree_size.value + 1 >= acknowledged);
    faulty->disk().restart();
    ledger.open();
  }
}

TEST_CASE("HEAD follows a commit without anybody waiting for it") {
  TestLedger ledger;
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto covered = [&] {
    const auto head = engine::read_head(engine::head_path(ledger.directory()), ledger.environment());
    return head.ok() && head->tree_size.value == ledger.size();
  };
  while (!covered()) std::this_thread::yield();
  CHECK(covered());
}
