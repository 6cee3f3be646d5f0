// A random ledger that a seed decides: people, schools, sessions, late facts, rule sets that change on the way.
#pragma once

#include "fake_ledger.h"

namespace shiji::projections::testing {

struct RandomLedgerSize {
  int teachers = 12;
  int sessions = 40;
};
[[nodiscard]] FakeLedger random_ledger(std::uint64_t seed, RandomLedgerSize size = {});

}  // namespace shiji::projections::testing
