// Checkpoints: signed tree heads (C2SP tlog-checkpoint). Three lines: origin, tree size, base64 root.
//
// Extension lines are never written; those of other logs are read over.
//
// Errors: bad_proof_file. Threads: any thread.
#pragma once

#include "shiji/ledger/chain/note.h"

namespace shiji::ledger {

struct Checkpoint {
  std::string origin;
  TreeSize tree_size;
  Hash root;
  auto operator<=>(const Checkpoint&) const = default;
};

[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);
[[nodiscard]] Result<Checkpoint> parse_checkpoint_text(std::string_view text);
/// A note whose text is a checkpoint of `log.name`, with a signature of `log` that holds.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log);
/// The same for a log whose key was rotated: one of the keys, all of one name, must have signed.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> log);

}  // namespace shiji::ledger
