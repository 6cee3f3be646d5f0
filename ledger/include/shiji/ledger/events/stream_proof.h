// The proof of a stream: its events up to one, that none of them is missing, and that none came behind it by the time
// of a recorded root (docs/formats/stream-heads.md).
//
// What: a text that stands alone: made by the ledger's owner, checked here without one. Guarantees: a part that is
// changed, left out, doubled or moved is a fault. Ownership: owns its bytes. Errors: bad_proof_file with the line when
// it does not parse. Checking never fails with an error: it lists what does not hold. Threads: any thread.
// Cost: checking, one hash an event and at most 64 + 16 for the rest.
#pragma once

#include "shiji/ledger/chain/proof.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

struct StreamProof {
  /// That the last event was the stream's last one at some tree size.
  struct Heads {
    Buffer event;  ///< control.StreamHeadsRecorded
    Sequence index;
    std::vector<Hash> hashes;
    Buffer bucket;  ///< of the stream
    std::vector<Hash> bucket_hashes;
  };
  std::string stream;
  std::vector<Buffer> events;  ///< versions 0 to the last one
  Sequence index;              ///< of the last one
  std::vector<Hash> hashes;
  std::optional<Heads> heads;
  std::string checkpoint_note;
};

[[nodiscard]] std::string stream_proof_text(const StreamProof& proof);
/// Whether a text begins as one, whatever follows.
[[nodiscard]] bool is_stream_proof_text(std::string_view text);
[[nodiscard]] Result<StreamProof> parse_stream_proof_text(std::string_view text);

/// Why a proof does not hold; empty when it does.
[[nodiscard]] std::vector<std::string> faults_of(const StreamProof& proof, const VerifierKey& log);

/// What the heads of a proof that holds say: the tree size up to which the last event is the stream's last one.
[[nodiscard]] std::optional<TreeSize> last_until(const StreamProof& proof);

}  // namespace shiji::ledger
