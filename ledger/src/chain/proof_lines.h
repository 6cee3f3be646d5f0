// The lines of a proof's text, read one at a time: what tlog-proof files and proofs of streams have in common.
#pragma once

#include "shiji/ledger/chain/note.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

inline constexpr std::size_t inclusion_hashes_max = 63;

struct ProofLines {
  std::string_view rest;
  std::size_t number = 0;  // of the line read last

  std::optional<std::string_view> next() {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    ++number;
    return line;
  }
};

inline Error bad_proof_line(std::size_t line, std::string detail) {
  return Error{ErrorCode::bad_proof_file, "line " + std::to_string(line), std::move(detail)};
}

/// Hash lines up to and including the blank line.
inline Result<std::vector<Hash>> take_hash_lines(ProofLines& lines, std::size_t hashes_max) {
  std::vector<Hash> hashes;
  for (;;) {
    const auto line = lines.next();
    if (!line) return bad_proof_line(lines.number + 1, "the file ends within the proof");
    if (line->empty()) return hashes;
    const auto bytes = from_base64(*line);
    if (!bytes || bytes->size() != Hash::size()) return bad_proof_line(lines.number, "is not a hash in base64");
    if (hashes.size() == hashes_max) {
      return bad_proof_line(lines.number, "a proof has at most " + std::to_string(hashes_max) + " hashes");
    }
    std::ranges::copy(*bytes, hashes.emplace_back().bytes.begin());
  }
}

}  // namespace shiji::ledger
