// Building records for output: unsigned numbers, hashes and versions as the interface writes them.
#pragma once

#include "shiji/projections/record.h"

#include <string>

namespace shiji::cli {

/// Counts and positions are far below 2^63.
[[nodiscard]] inline projections::Record number(std::uint64_t value) {
  return projections::Record(static_cast<std::int64_t>(value));
}
template <typename Tag>
[[nodiscard]] projections::Record number(ledger::Strong<Tag, std::uint64_t> value) {
  return number(value.value);
}
template <typename Fixed>
[[nodiscard]] std::string hex(const Fixed& bytes) {
  return ledger::to_hex(bytes.span());
}

}  // namespace shiji::cli
