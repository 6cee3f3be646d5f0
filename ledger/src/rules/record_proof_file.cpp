#include "chain/proof_lines.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/record_proof.h"

namespace shiji::ledger {
namespace {

constexpr std::string_view record_proof_line = "shiji-record-proof@v1";

}  // namespace

Result<RecordProof> prove_record(Buffer event, std::uint64_t record) {
  const auto decoded = decode_event(event);
  if (!decoded) return decoded.failure();
  const std::string place = "event " + std::to_string(decoded->event.position.sequence.value);
  if (decoded->type != EventType::telemetry_BatchRecorded) {
    return Error{ErrorCode::not_found, place, "is not telemetry.BatchRecorded: it has no records"};
  }
  const auto batch = payload_of<telemetry::BatchRecorded>(*decoded);
  if (record >= batch.count) {
    return Error{ErrorCode::not_found, place + " record " + std::to_string(record),
                 "the event has " + std::to_string(batch.count) + " records, the first is 0"};
  }
  if (const auto columns = check_columns(batch); !columns) return columns.failure();
  const auto index = static_cast<std::uint32_t>(record);
  RecordProof out;
  out.record = record;
  out.count = batch.count;
  out.data = telemetry_data(telemetry_record(batch, index));
  out.path = telemetry_path(batch, index);
  out.event = std::move(event);
  return out;
}

std::string record_proof_text(const RecordProof& proof) {
  std::string text(record_proof_line);
  text.append("\nrecord ").append(std::to_string(proof.record));
  text.append("\ncount ").append(std::to_string(proof.count));
  text.append("\ndata ").append(to_base64(proof.data)).append("\n");
  add_hash_lines(text, proof.path);
  text.append("event ").append(to_base64(proof.event));
  text.append("\nindex ").append(std::to_string(proof.index.value)).append("\n");
  add_hash_lines(text, proof.hashes);
  return text + proof.checkpoint_note;
}

bool is_record_proof_text(std::string_view text) { return text.starts_with(record_proof_line); }

Result<RecordProof> parse_record_proof_text(std::string_view text) {
  ProofLines lines{text};
  if (lines.next() != record_proof_line) return bad_proof_line(1, "is not " + std::string(record_proof_line));
  const auto record = number_behind(lines, lines.next(), "record");
  if (!record) return record.failure();
  const auto count = number_behind(lines, lines.next(), "count");
  if (!count) return count.failure();
  auto data = bytes_behind(lines, lines.next(), "data");
  if (!data) return data.failure();
  auto path = take_hash_lines(lines, inclusion_hashes_max);
  if (!path) return path.failure();
  auto event = bytes_behind(lines, lines.next(), "event");
  if (!event) return event.failure();
  const auto index = number_behind(lines, lines.next(), "index");
  if (!index) return index.failure();
  auto hashes = take_hash_lines(lines, inclusion_hashes_max);
  if (!hashes) return hashes.failure();
  auto note = note_in_rest(lines);
  if (!note) return note.failure();
  return RecordProof{.record = *record,
                     .count = *count,
                     .data = std::move(*data),
                     .path = std::move(*path),
                     .event = std::move(*event),
                     .index = {*index},
                     .hashes = std::move(*hashes),
                     .checkpoint_note = std::move(*note)};
}

}  // namespace shiji::ledger
