// What `verify` found, as JSON and for people. `demo` ends with the same words.
#pragma once

#include "context.h"
#include "shiji/engine/store/verification.h"
#include "shiji/projections/record.h"

#include <optional>
#include <vector>

namespace shiji::cli {

/// When each outside checkpoint was kept: the time of its file, in the order of the report's answers.
using OutsideTimes = std::vector<std::optional<ledger::Time>>;

[[nodiscard]] bool is_well(const engine::VerificationReport& report);
[[nodiscard]] projections::Record record_of(const engine::VerificationReport& report, const OutsideTimes& times);
[[nodiscard]] std::string verification_text(const Context& context, const engine::VerificationReport& report);

}  // namespace shiji::cli
