// kill -9 at random moments under load, on the real disk. After each one every acknowledged submission is there with
// the hashes its receipt named, nothing is half there, and sending again gives the same receipt. SHIJI_CRASH_CYCLES
// sets how many.
#include "seed.h"
#include "workload.h"
#include "writer_process.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

using namespace shiji;
using namespace shiji::tests;

namespace {

constexpr std::uint64_t acknowledgements_max = 150;
constexpr std::uint64_t milliseconds_max = 60;  // from the start of the process: opening is killed too

std::uint64_t crash_cycles() {
  const char* given = std::getenv("SHIJI_CRASH_CYCLES");
  return given == nullptr ? 100 : std::max(1ULL, std::strtoull(given, nullptr, 10));
}

class KillRun {
 public:
  explicit KillRun(std::uint64_t seed) : random_(seed), ledger_(engine::system_environment()) {
    ledger_.open();
    ledger_.close();
  }

  void cycle(std::uint64_t number) {
    write_until_killed(number);
    ledger_.open();
    const bool from_the_start = number % 10 == 9;
    check_events(from_the_start ? 0 : leaves_.size());
    for (const auto& [sent, acknowledged] : told_) {
      if (sent.cycle == number || from_the_start) check_is_there(acknowledged);
    }
    send_again();
    send_unanswered(number);
    size_ = ledger_.size();
    ledger_.close();
  }

  void check_chain() {
    const auto report = ledger_.verify();
    for (const auto& fault : report.faults) UNSCOPED_INFO(fault.kind << " " << fault.where << " " << fault.message);
    CHECK(report.faults_in_all == 0);
    CHECK(report.events == size_);
  }

  [[nodiscard]] std::uint64_t acknowledged() const { return heard_; }

 private:
  void write_until_killed(std::uint64_t number) {
    WriterProcess writer(ledger_.directory(), number);
    if (number > 0 && random_() % 4 == 0) {
      writer.read_for(std::chrono::microseconds(random_() % (milliseconds_max * 1'000)));
    } else {
      writer.read_lines(1 + random_() % acknowledgements_max);
    }
    const bool killed = writer.kill();
    for (const auto& line : writer.lines()) take_line(line);
    heard_ += writer.lines().size();
    REQUIRE(killed);
    REQUIRE(writer.cut_line().empty());
  }

  void take_line(const std::string& line) {
    INFO("the writer said: " << line);
    const auto acknowledged = acknowledged_of(line);
    REQUIRE(acknowledged.has_value());
    REQUIRE(acknowledged->leaf_hashes.size() == commands_of(acknowledged->sent).size());
    REQUIRE(told_.emplace(acknowledged->sent, *acknowledged).second);
  }

  /// Reads from `from` to the head: keeps the hashes, finds halves and links that do not hold.
  void check_events(std::uint64_t from) {
    leaves_.resize(from);
    std::uint32_t expected_index = 0;
    const auto read = ledger_.owner().feed({from}, std::nullopt, [&](const engine::RecordedEvent& event) {
      const auto& position = event.event.event.position;
      const auto& part = event.event.event.submission;
      if (position.sequence.value != leaves_.size()) FAIL("sequence " << position.sequence.value << " is not next");
      if (!leaves_.empty() && position.previous != leaves_.back()) FAIL("broken link at " << leaves_.size());
      leaves_.push_back(event.leaf_hash);
      if (!part) return true;
      if (part->index != expected_index) FAIL("half a submission before event " << position.sequence.value);
      expected_index = part->index + 1 == part->count ? 0 : part->index + 1;
      if (expected_index == 0) note_recorded(std::string(part->id));
      return true;
    });
    INFO("feed: " << outcome_of(read));
    REQUIRE(read.ok());
    REQUIRE(expected_index == 0);
    REQUIRE(leaves_.size() == ledger_.size());
  }

  void note_recorded(const std::string& id) {
    const auto sent = sent_of(id);
    if (!sent) return;
    const auto [known, is_new] = recorded_.emplace(*sent, leaves_.size());
    if (!is_new && known->second != leaves_.size()) FAIL(id << " is recorded twice");
  }

  void check_is_there(const Acknowledged& acknowledged) const {
    const auto& hashes = acknowledged.leaf_hashes;
    INFO(id_of(acknowledged.sent) << " at " << acknowledged.first);
    REQUIRE(recorded_.contains(acknowledged.sent));
    REQUIRE(recorded_.at(acknowledged.sent) == acknowledged.first + hashes.size());
    const auto* stored = leaves_.data() + acknowledged.first;
    REQUIRE(std::equal(hashes.begin(), hashes.end(), stored));
  }

  void send_again() {
    for (int i = 0; i < 3 && !told_.empty(); ++i) {
      auto any = told_.begin();
      std::advance(any, static_cast<std::ptrdiff_t>(random_() % told_.size()));
      const auto receipt = send(any->first);
      CHECK(receipt.repeated);
      CHECK(receipt.first_sequence.value == any->second.first);
      CHECK(receipt.leaf_hashes == any->second.leaf_hashes);
    }
  }

  /// A client that heard no answer sends again: what was recorded is repeated, what was not is recorded now, once.
  void send_unanswered(std::uint64_t cycle) {
    for (std::uint64_t thread = 0; thread < writer_threads; ++thread) {
      Sent sent{cycle, thread, 0};
      while (told_.contains(sent)) ++sent.number;
      const auto receipt = send(sent);
      CHECK(receipt.repeated == recorded_.contains(sent));
      told_.emplace(sent, Acknowledged{sent, receipt.first_sequence.value, receipt.leaf_hashes});
    }
  }

  engine::Receipt send(const Sent& sent) {
    auto receipt = ledger_.append(id_of(sent), commands_of(sent));
    INFO(id_of(sent) << ": " << outcome_of(receipt));
    REQUIRE(receipt.ok());
    return *receipt;
  }

  std::mt19937_64 random_;
  TestLedger ledger_;
  std::map<Sent, Acknowledged> told_;
  std::map<Sent, std::uint64_t> recorded_;  // the sequence behind its last event
  std::vector<ledger::Hash> leaves_;
  std::uint64_t size_ = 0;
  std::uint64_t heard_ = 0;
};

}  // namespace

TEST_CASE("after kill -9 every acknowledged submission is there, whole and once") {
  const auto seed = test_seed();
  KillRun run(seed);
  const auto cycles = crash_cycles();
  for (std::uint64_t number = 0; number < cycles; ++number) {
    INFO("cycle " << number << " of seed " << seed);
    run.cycle(number);
    if (number % 10 == 9) run.check_chain();
  }
  run.check_chain();
  CHECK(run.acknowledged() > 0);
}
