// Keys and values that many models share: the key of a stream, and leaves of records.
//
// Ownership: views the event. Threads: any thread.
#pragma once

#include "fold/projection.h"

namespace shiji::projections {

/// "activity/a-17" has the key "a-17"; a stream without a family is its own key.
[[nodiscard]] inline std::string_view key_of_stream(const ledger::DecodedEvent& event) {
  const auto stream = event.event.stream;
  const auto family_end = stream.find('/');
  return family_end == std::string_view::npos ? stream : stream.substr(family_end + 1);
}

/// An enum by its name; empty for one that has none.
template <typename Enum>
[[nodiscard]] Record named(Enum value) {
  return {std::string(name_of(value))};
}

template <typename FixedBytes>
[[nodiscard]] Record hex(const FixedBytes& bytes) {
  return {ledger::to_hex(bytes.span())};
}

}  // namespace shiji::projections
