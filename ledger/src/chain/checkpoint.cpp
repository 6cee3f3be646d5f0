#include "shiji/ledger/chain/checkpoint.h"

#include "chain/decimal.h"
#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

Error bad(std::string detail) { return Error{ErrorCode::bad_proof_file, "checkpoint", std::move(detail)}; }

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.tree_size.value) + "\n" +
         to_base64(checkpoint.root.span()) + "\n";
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  std::array<std::string_view, 3> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return bad("has fewer than three lines");
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  // Extension lines of other logs are signed with the rest and say nothing we use; they are whole, non-empty lines.
  if (!text.empty() && (!text.ends_with('\n') || text.starts_with('\n') || text.find("\n\n") != std::string_view::npos))
    return bad("has an empty or unfinished extension line");
  if (lines[0].empty()) return bad("has no origin");
  const auto size = decimal_from(lines[1]);
  if (!size) return bad("the tree size is not a decimal number");
  const auto root = from_base64(lines[2]);
  if (!root || root->size() != Hash::size()) return bad("the root is not 32 bytes in base64");
  Checkpoint out{std::string(lines[0]), TreeSize{*size}, {}};
  std::copy(root->begin(), root->end(), out.root.bytes.begin());
  if (*size == 0 && out.root != empty_root()) return bad("the root of an empty tree is SHA-256 of nothing");
  return out;
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log) {
  return open_checkpoint(note, std::span(&log, 1));
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> log) {
  const auto opened = open_note(note, log);
  if (!opened) return opened.failure();
  const std::string& name = log.front().name;
  auto checkpoint = parse_checkpoint_text(opened->text);
  if (checkpoint && checkpoint->origin != name) return bad("is of " + checkpoint->origin + ", not of " + name);
  return checkpoint;
}

}  // namespace shiji::ledger
