// Who does the work of an append, in what order, and with how many syncs.
#include "append/prepared_submission.h"
#include "faulty_file_system.h"
#include "owner/ledger_core.h"
#include "store/file_system.h"
#include "test_ledger.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <thread>

using namespace shiji;
using namespace shiji::tests;

namespace {

using Caller = engine::Pipeline::Caller;

engine::Environment environment_on(const std::shared_ptr<FaultyFileSystem>& faulty) {
  engine::Environment environment;
  environment.file_system = engine::wrap_file_system(faulty);
  return environment;
}

/// A ledger taken apart: a test speaks to its pipeline.
class OpenedCore {
 public:
  explicit OpenedCore(TestLedger& ledger) : ledger_(ledger) {
    ledger.open();
    ledger.close();
    auto opened = engine::LedgerCore::open(ledger.directory(), ledger.options());
    REQUIRE(opened.ok());
    core_ = std::move(*opened);
  }

  void submit(std::uint64_t number, Caller caller, std::function<void(ledger::Result<engine::Receipt>)> answer) {
    auto submission = ledger_.submission("s" + std::to_string(number), {school(number)});
    auto prepared = engine::prepare_submission(submission, core_->identity.origin_digest, {*core_->index, nullptr});
    REQUIRE(prepared.ok());
    (*prepared)->answer = std::move(answer);
    core_->pipeline->submit(std::move(*prepared), caller);
  }

  /// The thread that answers a submission.
  std::thread::id answered_by(std::uint64_t number, Caller caller) {
    std::promise<std::thread::id> answered;
    submit(number, caller, [&](const ledger::Result<engine::Receipt>& receipt) {
      CHECK(receipt.ok());
      answered.set_value(std::this_thread::get_id());
    });
    return answered.get_future().get();
  }

  engine::LedgerCore& operator*() { return *core_; }

 private:
  TestLedger& ledger_;
  std::unique_ptr<engine::LedgerCore> core_;
};

}  // namespace

TEST_CASE("who waits for an append while nobody else appends does all of it") {
  TestLedger ledger;
  OpenedCore core(ledger);
  const auto here = std::this_thread::get_id();
  CHECK(core.answered_by(1, Caller::waits) == here);
  CHECK(core.answered_by(2, Caller::goes_on) != here);
}

TEST_CASE("what is submitted while a commit lasts is committed with one sync") {
  const auto faulty = std::make_shared<FaultyFileSystem>();
  TestLedger ledger(environment_on(faulty));
  OpenedCore core(ledger);
  std::promise<void> first;
  std::promise<void> enough;
  std::promise<void> last;
  core.submit(1, Caller::goes_on, [&](const ledger::Result<engine::Receipt>& receipt) {
    CHECK(receipt.ok());
    first.set_value();
    enough.get_future().wait();  // the commit lasts as long as its answers
  });
  first.get_future().wait();
  const auto before = faulty->disk().syncs(".log");
  constexpr std::uint64_t end = 20;
  for (std::uint64_t number = 2; number <= end; ++number) {
    core.submit(number, Caller::goes_on, [&, number](const ledger::Result<engine::Receipt>& receipt) {
      CHECK(receipt.ok());
      if (number == end) last.set_value();
    });
    while (!(*core).index->submission("s" + std::to_string(number))) std::this_thread::yield();  // it has its place
  }
  enough.set_value();
  last.get_future().wait();
  CHECK(faulty->disk().syncs(".log") == before + 1);
}

TEST_CASE("appends of one thread keep their order, whether it waits for them or not") {
  TestLedger ledger;
  ledger.open();
  constexpr std::uint64_t rounds = 25;
  constexpr std::uint64_t threads = 3;
  std::vector<std::jthread> appending;
  std::atomic<std::uint64_t> disordered = 0;
  const auto before = ledger.size();
  for (std::uint64_t thread = 0; thread < threads; ++thread) {
    appending.emplace_back([&, thread] {
      for (std::uint64_t round = 0; round < rounds; ++round) {
        const auto number = 1 + 2 * (thread * rounds + round);
        std::promise<ledger::Result<engine::Receipt>> earlier;
        ledger.owner().append_async(
            ledger.submission("s" + std::to_string(number), {school(number)}),
            [&](ledger::Result<engine::Receipt> receipt) { earlier.set_value(std::move(receipt)); });
        const auto later =
            ledger.owner().append(ledger.submission("s" + std::to_string(number + 1), {school(number + 1)}));
        const auto first = earlier.get_future().get();
        if (!first || !later || first->last_sequence >= later->first_sequence) ++disordered;
      }
    });
  }
  appending.clear();
  CHECK(disordered == 0);
  CHECK(ledger.size() == before + 2 * threads * rounds);
  CHECK(ledger.verify().faults.empty());
}

TEST_CASE("a waiting append whose write fails is told, and stops the ledger") {
  const auto faulty = std::make_shared<FaultyFileSystem>();
  TestLedger ledger(environment_on(faulty));
  OpenedCore core(ledger);
  faulty->disk().fail_syncs(true);
  std::vector<std::string> told;
  for (std::uint64_t number = 1; number <= 2; ++number) {
    std::promise<std::string> answered;
    core.submit(number, Caller::waits,
                [&](const ledger::Result<engine::Receipt>& receipt) { answered.set_value(outcome_of(receipt)); });
    told.push_back(answered.get_future().get());
  }
  faulty->disk().fail_syncs(false);
  CHECK(told == std::vector<std::string>{"error io", "error stopped"});
}
