// Recorded digests: what read models came to, told in the ledger itself, so that a later replay is held against it.
//
// What: `record_digests` appends one control.ProjectionDigestRecorded for each read model, written by the service;
// `recorded_digests` finds them again; `replay` (replay.h) folds up to each of them and says whether it comes to the
// same. Guarantees: nothing is recorded of a read model when only records of digests came behind its last one.
// Ownership: results own their bytes. Errors: those of ReadModel and Owner; read_only. Threads: one thread at a time.
// Durability: that of `append`. Cost: one event of about 300 bytes for each read model.
#pragma once

#include "shiji/projections/read_models.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::projections {

struct RecordedDigest {
  ledger::Sequence sequence;  ///< of the event that tells it
  std::string projection;
  std::uint32_t version = 0;
  ledger::TreeSize tree_size;  ///< events that were folded
  ledger::Hash digest;
};

/// Of one read model, oldest first; none when none was recorded.
[[nodiscard]] ledger::Result<std::vector<RecordedDigest>> recorded_digests(const engine::Owner& owner,
                                                                           std::string_view projection);

/// Records where `models` stand; catch them up before. Answers how many were recorded.
[[nodiscard]] ledger::Result<std::size_t> record_digests(std::span<ReadModel* const> models, engine::Owner& owner);

enum class DigestVerdict : std::uint8_t {
  holds,          ///< the replay has the same digest there
  differs,        ///< it has another, or the event tells of more events than were there
  other_version,  ///< the fold is another one now: nothing to hold it against
};
struct DigestCheck {
  RecordedDigest recorded;
  DigestVerdict verdict = DigestVerdict::holds;
};

}  // namespace shiji::projections
