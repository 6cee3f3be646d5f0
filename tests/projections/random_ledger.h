// A random ledger that a seed decides: people, schools, sessions, late facts, rule sets that change on the way, and
// between the sessions whatever else a year brings.
#pragma once

#include "fake_ledger.h"

namespace shiji::projections::testing {

struct RandomLedgerSize {
  int teachers = 12;
  int sessions = 40;
  int others_a_session = 15;
};
[[nodiscard]] FakeLedger random_ledger(std::uint64_t seed, RandomLedgerSize size = {});

}  // namespace shiji::projections::testing
