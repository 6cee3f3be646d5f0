#include "chain/proof_lines.h"
#include "shiji/ledger/chain/stream_heads.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/events/stream_proof.h"

namespace shiji::ledger {
namespace {

constexpr std::string_view stream_proof_line = "shiji-stream-proof@v1";

Result<StreamProof::Heads> parse_heads(ProofLines& lines, const std::optional<std::string_view>& first) {
  StreamProof::Heads out;
  auto event = bytes_behind(lines, first, "heads");
  if (!event) return event.failure();
  out.event = std::move(*event);
  const auto index = number_behind(lines, lines.next(), "index");
  if (!index) return index.failure();
  out.index = Sequence{*index};
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
  add_hash_lines(text, proof.hashes);
  if (proof.heads) {
    const auto& heads = *proof.heads;
    text.append("heads ").append(to_base64(heads.event)).append("\nindex ");
    text.append(std::to_string(heads.index.value)).append("\n");
    add_hash_lines(text, heads.hashes);
    text.append("bucket ").append(to_base64(heads.bucket)).append("\n");
    add_hash_lines(text, heads.bucket_hashes);
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
  const auto index = number_behind(lines, line, "index");
  if (!index) return index.failure();
  out.index = Sequence{*index};
  auto hashes = take_hash_lines(lines, inclusion_hashes_max);
  if (!hashes) return hashes.failure();
  out.hashes = std::move(*hashes);
  if (lines.rest.starts_with("heads ")) {
    line = lines.next();
    auto heads = parse_heads(lines, line);
    if (!heads) return heads.failure();
    out.heads = std::move(*heads);
  }
  auto note = note_in_rest(lines);
  if (!note) return note.failure();
  out.checkpoint_note = std::move(*note);
  return out;
}

}  // namespace shiji::ledger
