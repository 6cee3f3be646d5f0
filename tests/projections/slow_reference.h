// What the read models must say, computed the slow and obvious way: all events, maps, and the sums done again from the
// first line each time. It shares no code with the projections and no points algebra with the rules.
#pragma once

#include "fake_ledger.h"

namespace shiji::projections::testing {

/// Key to record text, for the first `events` of the ledger.
[[nodiscard]] std::map<std::string, std::string> slow_reference(std::string_view model, const FakeLedger& ledger,
                                                                std::size_t events);

}  // namespace shiji::projections::testing
