// How a refusal or an error is said: as the JSON of the interface, or as sentences for people on standard error.
#pragma once

#include "context.h"
#include "shiji/ledger/result.h"

namespace shiji::cli {

/// Writes it and returns the exit status: 1 for a refusal, 2 for an error.
[[nodiscard]] int report_failure(const Context& context, const ledger::Failure& failure);

[[nodiscard]] inline ledger::Error usage_error(std::string place, std::string detail) {
  return {ledger::ErrorCode::usage, std::move(place), std::move(detail)};
}

}  // namespace shiji::cli
