#include "chain/proof_lines.h"

#include "chain/decimal.h"

#include <algorithm>

namespace shiji::ledger {

std::optional<std::string_view> ProofLines::next() {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  ++number;
  return line;
}

Error bad_proof_line(std::size_t line, std::string detail) {
  return Error{ErrorCode::bad_proof_file, "line " + std::to_string(line), std::move(detail)};
}

Result<std::vector<Hash>> take_hash_lines(ProofLines& lines, std::size_t hashes_max) {
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

std::optional<std::string_view> behind(const std::optional<std::string_view>& line, std::string_view word) {
  if (!line || !line->starts_with(word) || line->size() <= word.size() || (*line)[word.size()] != ' ') {
    return std::nullopt;
  }
  return line->substr(word.size() + 1);
}

Error not_there(const ProofLines& lines, std::string_view word) {
  return bad_proof_line(lines.number, "does not give \"" + std::string(word) + "\"");
}

Result<Buffer> bytes_behind(const ProofLines& lines, const std::optional<std::string_view>& line,
                            std::string_view word) {
  const auto text = behind(line, word);
  if (!text) return not_there(lines, word);
  auto bytes = from_base64(*text);
  if (!bytes) return bad_proof_line(lines.number, "is not base64");
  return std::move(*bytes);
}

Result<std::uint64_t> number_behind(const ProofLines& lines, const std::optional<std::string_view>& line,
                                    std::string_view word) {
  const auto text = behind(line, word);
  if (!text) return not_there(lines, word);
  const auto number = decimal_from(*text);
  if (!number) return bad_proof_line(lines.number, "\"" + std::string(word) + "\" is not a decimal number");
  return *number;
}

Result<std::string> note_in_rest(const ProofLines& lines) {
  if (lines.rest.empty()) return bad_proof_line(lines.number + 1, "the checkpoint is missing");
  return std::string(lines.rest);
}

void add_hash_lines(std::string& text, std::span<const Hash> hashes) {
  for (const Hash& hash : hashes) text.append(to_base64(hash.span())).append("\n");
  text.append("\n");
}

}  // namespace shiji::ledger
