#include "chain/decimal.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::size_t most_hashes = 63;

Error bad(std::size_t line, std::string detail) {
  return Error{ErrorCode::bad_proof_file, "line " + std::to_string(line), std::move(detail)};
}

/// The lines of a text, one at a time, with their numbers.
struct Lines {
  std::string_view rest;
  std::size_t number = 0;

  std::optional<std::string_view> next() {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    ++number;
    return line;
  }
};

std::optional<Hash> hash_from(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != Hash::size()) return std::nullopt;
  Hash hash;
  std::copy(bytes->begin(), bytes->end(), hash.bytes.begin());
  return hash;
}

/// The hash lines up to and including the blank line.
Result<std::vector<Hash>> parse_hashes(Lines& lines) {
  std::vector<Hash> hashes;
  for (;;) {
    const auto line = lines.next();
    if (!line) return bad(lines.number + 1, "the file ends within the proof");
    if (line->empty()) return hashes;
    const auto hash = hash_from(*line);
    if (!hash) return bad(lines.number, "is not a hash in base64");
    if (hashes.size() == most_hashes) return bad(lines.number, "a proof has at most 63 hashes");
    hashes.push_back(*hash);
  }
}

}  // namespace

std::string proof_text(const ProofFile& proof) {
  std::string text(first_line);
  if (!proof.extra.empty()) text.append("\nextra ").append(to_base64(proof.extra));
  text.append("\nindex ").append(std::to_string(proof.index.value)).append("\n");
  for (const Hash& hash : proof.hashes) text.append(to_base64(hash.span())).append("\n");
  return text + "\n" + proof.checkpoint_note;
}

Result<ProofFile> parse_proof_text(std::string_view text) {
  Lines lines{text};
  auto line = lines.next();
  if (line != first_line) return bad(1, "is not " + std::string(first_line));
  ProofFile out;
  line = lines.next();
  if (line && line->starts_with("extra ")) {
    auto extra = from_base64(line->substr(6));
    if (!extra) return bad(lines.number, "the extra bytes are not base64");
    out.extra = std::move(*extra);
    line = lines.next();
  }
  if (!line || !line->starts_with("index ")) return bad(lines.number, "does not give the index");
  const auto index = decimal_from(line->substr(6));
  if (!index) return bad(lines.number, "the index is not a decimal number");
  out.index = Sequence{*index};
  auto hashes = parse_hashes(lines);
  if (!hashes) return hashes.failure();
  out.hashes = std::move(*hashes);
  if (lines.rest.empty()) return bad(lines.number + 1, "the checkpoint is missing");
  out.checkpoint_note = std::string(lines.rest);
  return out;
}

std::vector<std::string> faults_of(const ProofFile& proof, const VerifierKey& log) {
  std::vector<std::string> faults;
  if (proof.extra.empty()) faults.emplace_back("the file does not carry the event");
  const auto checkpoint = open_checkpoint(proof.checkpoint_note, log);
  if (!checkpoint) {
    const Error* const error = checkpoint.error();
    faults.push_back(error->place + ": " + error->detail);
    return faults;
  }
  if (proof.index.value >= checkpoint->tree_size.value) {
    faults.push_back("index " + std::to_string(proof.index.value) + " is beyond the checkpoint's tree of " +
                     std::to_string(checkpoint->tree_size.value));
  } else if (!inclusion_holds(proof.index, checkpoint->tree_size, leaf_hash(proof.extra), proof.hashes,
                              checkpoint->root)) {
    faults.push_back("the hashes do not lead from the event at index " + std::to_string(proof.index.value) +
                     " to the checkpoint's root");
  }
  return faults;
}

}  // namespace shiji::ledger
