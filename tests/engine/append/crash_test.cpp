// Power cuts under load: the disk keeps what was synced and drops, tears or reorders the rest. After each one every
// acknowledged submission is there, nothing is half there, and the chain verifies. SHIJI_CRASH_CYCLES sets how many.
#include "faulty_file_system.h"
#include "seed.h"
#include "shiji/engine/store/verification.h"
#include "store/file_system.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <mutex>
#include <random>
#include <thread>

using namespace shiji;
using namespace shiji::tests;

namespace {

int crash_cycles() {
  const char* given = std::getenv("SHIJI_CRASH_CYCLES");
  return given == nullptr ? 100 : std::max(1, std::atoi(given));
}

/// What clients were told, by submission id; and what they asked for, so that it can be asked again.
struct Told {
  std::mutex mutex;
  std::map<std::string, engine::Receipt> receipts;
};

class CrashRun {
 public:
  explicit CrashRun(std::uint64_t seed)
      : random_(seed), faulty_(std::make_shared<FaultyFileSystem>()), ledger_(environment(faulty_)) {
    ledger_.open();
  }

  void cycle() {
    const std::uint64_t operations = 1 + random_() % 40;
    faulty_->disk().crash_at(operations, random_());
    submit_some(2 + random_() % 12);
    // Stream heads rest on the index, which has no log: what is recorded after a crash must be true none the less.
    if (random_() % 3 == 0) (void)ledger_.owner().record_stream_heads();
    ledger_.close();
    faulty_->disk().crash(random_());
    faulty_->disk().restart();
    ledger_.open();
    check_told();
    if (random_() % 4 == 0) REQUIRE(ledger_.owner().record_stream_heads().ok());
  }

  void check_chain() {
    const auto report = ledger_.verify();
    for (const auto& fault : report.faults) UNSCOPED_INFO(fault.kind << " " << fault.where << " " << fault.message);
    CHECK(report.faults.empty());
    ledger_.open();
  }

  [[nodiscard]] std::size_t acknowledged() const { return told_.receipts.size(); }

 private:
  static engine::Environment environment(const std::shared_ptr<FaultyFileSystem>& faulty) {
    engine::Environment environment;
    environment.file_system = engine::wrap_file_system(faulty);
    return environment;
  }

  void submit_some(std::uint64_t submissions) {
    for (std::uint64_t i = 0; i < submissions; ++i) {
      const auto id = "s" + std::to_string(next_++);
      std::vector<Command> commands;
      for (std::uint64_t n = 1 + random_() % 5; n > 0; --n) commands.push_back(school(next_school_++));
      ledger_.owner().append_async(TestLedger::submission(id, commands, key()),
                                   [this, id](ledger::Result<engine::Receipt> receipt) {
                                     if (!receipt) return;
                                     const std::lock_guard lock(told_.mutex);
                                     told_.receipts.emplace(id, *receipt);
                                   });
    }
  }

  const ledger::SecretKey& key() {
    if (!key_) {
      auto read = engine::read_key_file(ledger_.directory() + "/administrator.key", ledger_.environment());
      REQUIRE(read.ok());
      key_.emplace(std::move(read->key));
    }
    return *key_;
  }

  void check_told() {
    for (const auto& told : told_.receipts) {
      const auto& id = told.first;
      const auto& receipt = told.second;
      std::size_t at = 0;
      const ledger::TreeSize end{receipt.last_sequence.value + 1};
      const auto read = ledger_.owner().feed(receipt.first_sequence, end, [&](const engine::RecordedEvent& event) {
        if (event.leaf_hash != receipt.leaf_hashes[at]) FAIL("submission " << id << " changed at " << at);
        ++at;
        return true;
      });
      INFO(id << ": " << outcome_of(read));
      REQUIRE(read.ok());
      REQUIRE(at == receipt.leaf_hashes.size());
    }
    check_nothing_half();
  }

  void check_nothing_half() {
    std::uint32_t expected_index = 0;
    std::uint32_t count = 0;
    REQUIRE(ledger_.owner()
                .feed({0}, std::nullopt,
                      [&](const engine::RecordedEvent& event) {
                        const auto& part = event.event.event.submission;
                        if (!part) return true;
                        if (part->index != expected_index)
                          FAIL("half a submission before event " << event.event.event.position.sequence.value);
                        count = part->count;
                        expected_index = part->index + 1 == count ? 0 : part->index + 1;
                        return true;
                      })
                .ok());
    REQUIRE(expected_index == 0);
  }

  std::mt19937_64 random_;
  std::shared_ptr<FaultyFileSystem> faulty_;
  TestLedger ledger_;
  std::optional<ledger::SecretKey> key_;
  Told told_;
  std::uint64_t next_ = 0;
  std::uint64_t next_school_ = 1;
};

}  // namespace

TEST_CASE("after a power cut every acknowledged submission is there and nothing is half there") {
  const auto seed = test_seed();
  CrashRun run(seed);
  const int cycles = crash_cycles();
  for (int i = 0; i < cycles; ++i) {
    INFO("cycle " << i << " of seed " << seed);
    run.cycle();
    if (i % 20 == 19) run.check_chain();
  }
  run.check_chain();
  CHECK(run.acknowledged() > 0);
}

TEST_CASE("a full disk is an error of its own, and the ledger opens again without loss") {
  auto faulty = std::make_shared<FaultyFileSystem>();
  engine::Environment environment;
  environment.file_system = engine::wrap_file_system(faulty);
  TestLedger ledger(environment);
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto before = ledger.owner().head().value();
  faulty->disk().fill_after(0);
  CHECK(outcome_of(ledger.append("s2", {school(2)})) == "error disk_full");
  CHECK(outcome_of(ledger.append("s3", {school(3)})) == "error stopped");
  CHECK(ledger.owner().head()->root == before.root);
  ledger.close();
  faulty->disk().fill_after(std::nullopt);
  ledger.open();
  CHECK(ledger.owner().head()->root == before.root);
  CHECK(outcome_of(ledger.append("s2", {school(2)})) == "ok");
  CHECK(ledger.verify().faults.empty());
}

TEST_CASE("a read-only disk refuses writing and allows reading") {
  auto faulty = std::make_shared<FaultyFileSystem>();
  engine::Environment environment;
  environment.file_system = engine::wrap_file_system(faulty);
  TestLedger ledger(environment);
  ledger.open();
  REQUIRE(ledger.append("s1", {school(1)}).ok());
  const auto before = ledger.owner().head().value();
  ledger.close();
  faulty->disk().make_read_only(true);
  const auto refused = engine::Owner::open(ledger.directory(), ledger.options());
  CHECK(outcome_of(refused) == "error read_only");
  auto options = ledger.options();
  options.read_only = true;
  auto reader = engine::Owner::open(ledger.directory(), options);
  REQUIRE(outcome_of(reader) == "ok");
  CHECK((*reader)->head()->root == before.root);
  CHECK(outcome_of((*reader)->append(ledger.submission("s2", {school(2)}))) == "error read_only");
}
