// The proof of one telemetry record: that record N of a telemetry.BatchRecorded event is in the ledger
// (docs/formats/telemetry.md).
//
// What: a text that stands alone: made by the ledger's owner, checked here without one. Guarantees: a part that is
// changed, left out, doubled or moved is a fault. Ownership: owns its bytes. Errors: not_found with the place when
// there is no such record; bad_proof_file with the line when a text does not parse. Checking never fails with an error:
// it lists what does not hold. Threads: any thread. Cost: making, two hashes a record of the batch; checking, one hash
// of the event and at most 64 + 32 more.
#pragma once

#include "shiji/ledger/chain/proof.h"
#include "shiji/ledger/rules/telemetry.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

struct RecordProof {
  std::uint64_t record = 0;  ///< from 0
  std::uint64_t count = 0;   ///< of the event's records
  Buffer data;               ///< the record's leaf data
  std::vector<Hash> path;    ///< from the record to the event's root
  Buffer event;              ///< telemetry.BatchRecorded
  Sequence index;            ///< of the event
  std::vector<Hash> hashes;  ///< from the event to the checkpoint's root
  std::string checkpoint_note;
};

/// The parts that the event alone gives; index, hashes and checkpoint are the caller's to add.
[[nodiscard]] Result<RecordProof> prove_record(Buffer event, std::uint64_t record);

[[nodiscard]] std::string record_proof_text(const RecordProof& proof);
/// Whether a text begins as one, whatever follows.
[[nodiscard]] bool is_record_proof_text(std::string_view text);
[[nodiscard]] Result<RecordProof> parse_record_proof_text(std::string_view text);

/// Why a proof does not hold; empty when it does.
[[nodiscard]] std::vector<std::string> faults_of(const RecordProof& proof, const VerifierKey& log);

/// What a proof that holds proves.
struct ProvenRecord {
  TelemetryRecord record;   ///< views the proof's data
  std::string_view school;  ///< views the proof's event
};
/// Nothing when the data or the event cannot be read, which is a fault.
[[nodiscard]] std::optional<ProvenRecord> proven_record(const RecordProof& proof);

}  // namespace shiji::ledger
