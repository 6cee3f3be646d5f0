#include "chain/decimal.h"
#include "chain/proof_lines.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/proof.h"

namespace shiji::ledger {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";

}  // namespace

std::string proof_text(const ProofFile& proof) {
  std::string text(first_line);
  if (!proof.extra.empty()) text.append("\nextra ").append(to_base64(proof.extra));
  text.append("\nindex ").append(std::to_string(proof.index.value)).append("\n");
  for (const Hash& hash : proof.hashes) text.append(to_base64(hash.span())).append("\n");
  return text + "\n" + proof.checkpoint_note;
}

Result<ProofFile> parse_proof_text(std::string_view text) {
  ProofLines lines{text};
  auto line = lines.next();
  if (line != first_line) return bad_proof_line(1, "is not " + std::string(first_line));
  ProofFile out;
  line = lines.next();
  if (line && line->starts_with("extra ")) {
    auto extra = from_base64(line->substr(6));
    if (!extra) return bad_proof_line(lines.number, "the extra bytes are not base64");
    out.extra = std::move(*extra);
    line = lines.next();
  }
  if (!line || !line->starts_with("index ")) return bad_proof_line(lines.number, "does not give the index");
  const auto index = decimal_from(line->substr(6));
  if (!index) return bad_proof_line(lines.number, "the index is not a decimal number");
  out.index = Sequence{*index};
  auto hashes = take_hash_lines(lines, inclusion_hashes_max);
  if (!hashes) return hashes.failure();
  out.hashes = std::move(*hashes);
  auto note = note_in_rest(lines);
  if (!note) return note.failure();
  out.checkpoint_note = std::move(*note);
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
