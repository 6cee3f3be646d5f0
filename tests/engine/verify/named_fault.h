// Whether a report names a fault: its kind, and where when a test knows where.
#pragma once

#include "shiji/engine/store/verification.h"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

namespace shiji::tests {

/// Else what the report holds is told with the assertion that asks.
[[nodiscard]] inline bool names(const engine::VerificationReport& report, const std::string& kind,
                                std::optional<std::uint64_t> sequence) {
  for (const auto& fault : report.faults) {
    if (fault.kind != kind) continue;
    if (!sequence || (fault.sequence && fault.sequence->value == *sequence)) return true;
  }
  for (const auto& fault : report.faults) {
    UNSCOPED_INFO(fault.kind << " " << (fault.sequence ? std::to_string(fault.sequence->value) : "-") << " "
                             << fault.where << " " << fault.message);
  }
  return false;
}

}  // namespace shiji::tests
