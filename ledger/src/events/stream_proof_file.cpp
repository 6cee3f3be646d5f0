#include "chain/decimal.h"
#include "chain/proof_lines.h"
#include "shiji/ledger/chain/stream_heads.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/stream_proof.h"

namespace shiji::ledger {
namespace {

constexpr std::string_view stream_proof_line = "shiji-stream-proof@v1";

void add_hashes(std::string& text, std::span<const Hash> hashes) {
  for (const Hash& hash : hashes) text.append(to_base64(hash.span())).append("\n");
  text.append("\n");
}

/// What follows `word` and a blank in the line, or nothing when the line begins otherwise.
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

Result<Sequence> index_in(const ProofLines& lines, const std::optional<std::string_view>& line) {
  const auto text = behind(line, "index");
  if (!text) return not_there(lines, "index");
  const auto index = decimal_from(*text);
  if (!index) return bad_proof_line(lines.number, "the index is not a decimal number");
  return Sequence{*index};
}

Result<StreamProof::Heads> parse_heads(ProofLines& lines, const std::optional<std::string_view>& first) {
  StreamProof::Heads out;
  auto event = bytes_behind(lines, first, "heads");
  if (!event) return event.failure();
  out.event = std::move(*event);
  const auto index = index_in(lines, lines.next());
  if (!index) return index.failure();
  out.index = *index;
  auto hashes = take_hash_lines(lines, inclusion_hashes_max);
  if (!hashes) return hashes.failure();
  out.hashes = std::move(*hashes);
  auto bucket = bytes_behind(lines, lines.next(), "bucket");
  if (!bucket) return bucket.failure();
  out.bucket = std::move(*bucket);
  auto bucket_hashes = take_hash_lines(lines, stream_bucket_proof_hashes);
  if (!bucket_hashes) return bucket_hashes.failure();
  out.bucket_hashes = std::move(*bucket_hashes);
  return out;
}

}  // namespace

std::string stream_proof_text(const StreamProof& proof) {
  std::string text(stream_proof_line);
  text.append("\nstream ").append(proof.stream).append("\n");
  for (const Buffer& event : proof.events) text.append("event ").append(to_base64(event)).append("\n");
  text.append("index ").append(std::to_string(proof.index.value)).append("\n");
  add_hashes(text, proof.hashes);
  if (proof.heads) {
    const auto& heads = *proof.heads;
    text.append("heads ").append(to_base64(heads.event)).append("\nindex ");
    text.append(std::to_string(heads.index.value)).append("\n");
    add_hashes(text, heads.hashes);
    text.append("bucket ").append(to_base64(heads.bucket)).append("\n");
    add_hashes(text, heads.bucket_hashes);
  }
  return text + proof.checkpoint_note;
}

bool is_stream_proof_text(std::string_view text) { return text.starts_with(stream_proof_line); }

Result<StreamProof> parse_stream_proof_text(std::string_view text) {
  ProofLines lines{text};
  if (lines.next() != stream_proof_line) return bad_proof_line(1, "is not " + std::string(stream_proof_line));
  StreamProof out;
  auto line = lines.next();
  const auto stream = behind(line, "stream");
  if (!stream || stream->size() > stream_bytes_max) return not_there(lines, "stream");
  out.stream = std::string(*stream);
  for (line = lines.next(); behind(line, "event"); line = lines.next()) {
    auto event = bytes_behind(lines, line, "event");
    if (!event) return event.failure();
    out.events.push_back(std::move(*event));
  }
  const auto index = index_in(lines, line);
  if (!index) return index.failure();
  out.index = *index;
  auto hashes = take_hash_lines(lines, inclusion_hashes_max);
  if (!hashes) return hashes.failure();
  out.hashes = std::move(*hashes);
  if (lines.rest.starts_with("heads ")) {
    line = lines.next();
    auto heads = parse_heads(lines, line);
    if (!heads) return heads.failure();
    out.heads = std::move(*heads);
  }
  if (lines.rest.empty()) return bad_proof_line(lines.number + 1, "the checkpoint is missing");
  out.checkpoint_note = std::string(lines.rest);
  return out;
}

}  // namespace shiji::ledger
