// Faults: ways to change what lies in a ledger's directory, each at a random place.
//
// What: raw ones are what a disk or an editor does to files; the others are written through RocksDB itself, with valid
// checksums, chunks compressed again: what an operator could do. Guarantees: a fault changes something, or says that it
// could not. Threads: one thread.
#pragma once

#include "shiji/engine/environment.h"

#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace shiji::tests {

struct TamperGround {
  std::string directory;  ///< of a closed ledger
  const engine::Environment& environment;
  std::mt19937_64& random;
  [[nodiscard]] std::size_t below(std::size_t end) { return static_cast<std::size_t>(random() % end); }
};

struct TamperFault {
  std::string_view name;
  /// What was changed; nullopt when this place had nothing to change.
  std::optional<std::string> (*apply)(TamperGround& ground);
};
[[nodiscard]] std::span<const TamperFault> tamper_faults();

}  // namespace shiji::tests
