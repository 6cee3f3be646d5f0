// The writer that is killed: appends from several threads until it dies, and says what was acknowledged only after it
// was.
#include "shiji/engine/access/key_file.h"
#include "workload.h"
#include "writer_process.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>
#include <unistd.h>

using namespace shiji;
using namespace shiji::tests;

namespace {

constexpr std::uint64_t burst = 16;

class Writer {
 public:
  Writer(engine::Owner& owner, const ledger::SecretKey& key, std::uint64_t cycle)
      : owner_(owner), key_(key), cycle_(cycle) {}

  /// Each submission acknowledged before the next is sent; checkpoints between them.
  void one_by_one(std::uint64_t thread) {
    for (std::uint64_t number = 0; going_; ++number) {
      const Sent sent{cycle_, thread, number};
      say(sent, owner_.append(submission(sent)));
      if (number % 20 == 19 && !owner_.checkpoint()) going_ = false;
    }
  }

  /// Many at once, so that one commit holds several submissions.
  void in_bursts(std::uint64_t thread) {
    for (std::uint64_t number = 0; going_; number += burst) {
      std::vector<std::promise<void>> answered(burst);
      for (std::uint64_t i = 0; i < burst; ++i) {
        const Sent sent{cycle_, thread, number + i};
        owner_.append_async(submission(sent),
                            [this, sent, &answer = answered[i]](const ledger::Result<engine::Receipt>& receipt) {
                              say(sent, receipt);
                              answer.set_value();
                            });
      }
      for (auto& answer : answered) answer.get_future().wait();
    }
  }

 private:
  engine::Submission submission(const Sent& sent) {
    const std::lock_guard lock(building_);  // the fixture checks with Catch, which is for one thread at a time
    return TestLedger::submission(id_of(sent), commands_of(sent), key_);
  }

  /// A failure is a line too, one that the judge does not take for an acknowledgement; after it nothing is sent.
  void say(const Sent& sent, const ledger::Result<engine::Receipt>& receipt) {
    const auto line = receipt ? line_of(sent, *receipt) : id_of(sent) + " " + outcome_of(receipt) + "\n";
    const auto written = ::write(writer_pipe, line.data(), line.size());
    if (!receipt || written != static_cast<ssize_t>(line.size())) going_ = false;
  }

  engine::Owner& owner_;
  const ledger::SecretKey& key_;
  std::uint64_t cycle_;
  std::mutex building_;
  std::atomic<bool> going_ = true;
};

}  // namespace

TEST_CASE("the writer appends until it is killed") {
  const char* directory = std::getenv(writer_ledger);
  const char* cycle = std::getenv(writer_cycle);
  REQUIRE((directory != nullptr && cycle != nullptr));
  auto owner = engine::Owner::open(directory, {});
  INFO(outcome_of(owner));
  REQUIRE(owner.ok());
  const auto key = engine::read_key_file(std::string(directory) + "/" + std::string(engine::administrator_key_file),
                                         engine::system_environment());
  REQUIRE(key.ok());
  Writer writer(**owner, key->key, std::strtoull(cycle, nullptr, 10));
  std::vector<std::thread> threads;
  for (std::uint64_t thread = 0; thread + 1 < writer_threads; ++thread) {
    threads.emplace_back([&writer, thread] { writer.one_by_one(thread); });
  }
  threads.emplace_back([&writer] { writer.in_bursts(writer_threads - 1); });
  for (auto& thread : threads) thread.join();
}
