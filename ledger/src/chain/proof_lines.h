// The lines of a proof's text, read one at a time and written: what tlog-proof files, proofs of streams and proofs of
// records have in common.
#pragma once

#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/ids.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

inline constexpr std::size_t inclusion_hashes_max = 63;

struct ProofLines {
  std::string_view rest;
  std::size_t number = 0;  // of the line read last

  std::optional<std::string_view> next();
};

[[nodiscard]] Error bad_proof_line(std::size_t line, std::string detail);

/// Hash lines up to and including the blank line.
[[nodiscard]] Result<std::vector<Hash>> take_hash_lines(ProofLines& lines, std::size_t hashes_max);

/// What follows `word` and a blank in the line read last, or nothing when it begins otherwise.
[[nodiscard]] std::optional<std::string_view> behind(const std::optional<std::string_view>& line,
                                                     std::string_view word);
[[nodiscard]] Error not_there(const ProofLines& lines, std::string_view word);
[[nodiscard]] Result<Buffer> bytes_behind(const ProofLines& lines, const std::optional<std::string_view>& line,
                                          std::string_view word);
[[nodiscard]] Result<std::uint64_t> number_behind(const ProofLines& lines, const std::optional<std::string_view>& line,
                                                  std::string_view word);
/// What is left: the checkpoint.
[[nodiscard]] Result<std::string> note_in_rest(const ProofLines& lines);

/// Hash lines and the blank line behind them.
void add_hash_lines(std::string& text, std::span<const Hash> hashes);

}  // namespace shiji::ledger
