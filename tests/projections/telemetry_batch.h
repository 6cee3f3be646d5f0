// Batches of telemetry from a table of who did what, and digests by a small number.
#pragma once

#include "fake_ledger.h"

namespace shiji::projections::testing {

[[nodiscard]] ledger::Hash digest(std::uint8_t number);

/// One record of telemetry: what, who, on which object ("" for none).
struct Noted {
  ledger::telemetry::RecordKind kind;
  std::uint64_t who;
  std::string object{};
};
/// One batch of them.
void notice(FakeLedger& ledger, const std::vector<Noted>& records, const std::string& unit = {});

}  // namespace shiji::projections::testing
