// What happens beside training, at random: every type of event that the read models of the year fold, a few streams of
// each, facts that no rule would let in among them (what a fold must bear, not what a ledger holds).
#pragma once

#include "fake_ledger.h"

#include <random>

namespace shiji::projections::testing {

class RandomYear {
 public:
  RandomYear(FakeLedger& ledger, std::uint64_t seed, int teachers)
      : ledger_(ledger), random_(seed), teachers_(teachers) {}
  /// One more event.
  void happen();

 private:
  int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  bool toss() { return pick(0, 1) == 1; }
  template <typename Enum>
  Enum any(int last) {
    return static_cast<Enum>(pick(1, last));
  }
  ledger::Subject somebody() { return person(static_cast<std::uint64_t>(pick(0, teachers_ - 1))); }
  std::vector<ledger::Subject> some();
  ledger::Hash digest();
  FakeLedger::Where at(const std::string& family, int streams);
  FakeLedger::Where of(const std::string& family, const ledger::Subject& subject);

  void activity();
  void material();
  void report();
  void bank();
  void item();
  void expert();
  void review();
  void conclusion();
  void vote();
  void highlight();
  void pair();
  void abroad();
  void ticket();
  void service();
  void telemetry();
  void place();

  FakeLedger& ledger_;
  std::mt19937_64 random_;
  int teachers_;
};

}  // namespace shiji::projections::testing
