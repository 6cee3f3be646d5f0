// CheckpointSigner: the ledger's own secret keys, those that sign now.
//
// What: one key, or two while a rotation is under way; which they are says the decision state. The newest must be
// there; without the older one checkpoints carry one signature, which is enough. Errors: key_missing. Threads: one at a
// time.
#pragma once

#include "shiji/engine/access/ledger_key_file.h"
#include "shiji/ledger/chain/checkpoint.h"

#include <string>
#include <vector>

namespace shiji::engine {

class CheckpointSigner {
 public:
  CheckpointSigner(std::string directory, Environment environment)
      : directory_(std::move(directory)), environment_(std::move(environment)) {}

  /// Reads the files of `signing` (oldest first), unless these are the keys it has.
  [[nodiscard]] ledger::Status use(const std::vector<ledger::VerifierKey>& signing);
  [[nodiscard]] bool can_sign() const { return !keys_.empty(); }
  /// A note with the signature of every key, oldest first.
  [[nodiscard]] std::string sign(const ledger::Checkpoint& checkpoint) const;

 private:
  std::string directory_;
  Environment environment_;
  std::vector<ledger::VerifierKey> signing_;
  std::vector<NamedKey> keys_;
};

}  // namespace shiji::engine
