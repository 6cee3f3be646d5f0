// The epoch key: the one key under which all subject keys are wrapped. It lies in a file of its own, outside the
// vault's database and its backups, so that destroying it destroys every backup of the vault.
//
// Format: the line "shiji-epoch-key-v1", 32 key bytes, SHA-256 of line and key. Mode 0600.
// Errors: key_missing when the file is absent or its content is not a key; already_exists; io, disk_full, read_only.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/seal/seal.h"

#include <string>

namespace shiji::engine {

/// 32 fresh bytes of entropy.
[[nodiscard]] ledger::SubjectKey random_key(Entropy& entropy);

/// Makes a key and writes it, synced; refuses an existing file.
[[nodiscard]] ledger::Result<ledger::SubjectKey> create_epoch_key(const Environment& environment,
                                                                  const std::string& key_file);
[[nodiscard]] ledger::Result<ledger::SubjectKey> read_epoch_key(const Environment& environment,
                                                                const std::string& key_file);

}  // namespace shiji::engine
