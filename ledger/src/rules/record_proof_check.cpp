#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/record_proof.h"

namespace shiji::ledger {
namespace {

/// The batch a proof carries, as far as it can be read; what it says is checked elsewhere.
std::optional<DecodedEvent> batch_event(const RecordProof& proof) {
  const auto event = decode_event(proof.event);
  if (!event || event->type != EventType::telemetry_BatchRecorded) return std::nullopt;
  return *event;
}

std::string name_of_record(const RecordProof& proof) { return "record " + std::to_string(proof.record); }

void check_record(const RecordProof& proof, const telemetry::BatchRecorded& batch, std::vector<std::string>& faults) {
  if (proof.count != batch.count) {
    faults.push_back("the event has " + std::to_string(batch.count) + " records, not " + std::to_string(proof.count));
  }
  if (proof.record >= batch.count) {
    faults.push_back(name_of_record(proof) + " is beyond the event's " + std::to_string(batch.count) + " records");
    return;
  }
  if (const auto columns = check_columns(batch); !columns) {
    faults.push_back("the event's columns are broken: " + columns.refusal()->place);
  } else if (telemetry_data(telemetry_record(batch, static_cast<std::uint32_t>(proof.record))) != proof.data) {
    faults.push_back("the data are not those of the event's " + name_of_record(proof));
  }
  if (!inclusion_holds({proof.record}, {proof.count}, leaf_hash(proof.data), proof.path, batch.root)) {
    faults.push_back("the hashes do not lead from " + name_of_record(proof) + " to the event's root");
  }
}

void check_event(const RecordProof& proof, Sequence carried, const Checkpoint& checkpoint,
                 std::vector<std::string>& faults) {
  if (carried != proof.index) {
    faults.push_back("the event carries sequence " + std::to_string(carried.value) + ", not " +
                     std::to_string(proof.index.value));
  } else if (!inclusion_holds(proof.index, checkpoint.tree_size, leaf_hash(proof.event), proof.hashes,
                              checkpoint.root)) {
    faults.push_back("the hashes do not lead from the event at index " + std::to_string(proof.index.value) +
                     " to the checkpoint's root");
  }
}

}  // namespace

std::vector<std::string> faults_of(const RecordProof& proof, const VerifierKey& log) {
  const auto checkpoint = open_checkpoint(proof.checkpoint_note, log);
  if (!checkpoint) {
    const Error* const error = checkpoint.error();
    return {error->place + ": " + error->detail};
  }
  const auto event = batch_event(proof);
  if (!event) return {"the bytes are not telemetry.BatchRecorded"};
  std::vector<std::string> faults;
  check_event(proof, event->event.position.sequence, *checkpoint, faults);
  check_record(proof, payload_of<telemetry::BatchRecorded>(*event), faults);
  return faults;
}

std::optional<ProvenRecord> proven_record(const RecordProof& proof) {
  const auto event = batch_event(proof);
  const auto record = telemetry_record_from(proof.data);
  if (!event || !record) return std::nullopt;
  return ProvenRecord{*record, payload_of<telemetry::BatchRecorded>(*event).school};
}

}  // namespace shiji::ledger
