// What the writer sends, so that the judge can send it again, and what it says once it was acknowledged.
#pragma once

#include "test_ledger.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::tests {

inline constexpr std::uint64_t writer_threads = 4;

/// Names a submission; its content follows from it.
struct Sent {
  std::uint64_t cycle = 0;
  std::uint64_t thread = 0;
  std::uint64_t number = 0;
  auto operator<=>(const Sent&) const = default;
};
[[nodiscard]] std::string id_of(const Sent& sent);
[[nodiscard]] std::optional<Sent> sent_of(std::string_view id);
/// 1 to 8 schools that no other submission opens.
[[nodiscard]] std::vector<Command> commands_of(const Sent& sent);

/// What one line of the writer's pipe says. Less than PIPE_BUF bytes: a line is written whole or not at all.
struct Acknowledged {
  Sent sent;
  std::uint64_t first = 0;
  std::vector<ledger::Hash> leaf_hashes;
};
[[nodiscard]] std::string line_of(const Sent& sent, const engine::Receipt& receipt);
[[nodiscard]] std::optional<Acknowledged> acknowledged_of(const std::string& line);

}  // namespace shiji::tests
