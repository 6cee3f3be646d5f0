// Where a ledger's own keys lie: ledger.key, and for those that came by rotation ledger-<8 digits of the key hash>.key.
//
// What: a name for each key, so that nothing has to be renamed when the ledger begins to use it: the file is there,
// synced, before control.LedgerKeyRotated is committed. Errors: key_missing. Threads: any thread.
#pragma once

#include "shiji/engine/access/key_file.h"
#include "shiji/ledger/chain/note.h"

#include <string>

namespace shiji::engine {

/// Of a key that comes by rotation.
[[nodiscard]] std::string ledger_key_path(const std::string& directory, const ledger::VerifierKey& key);
/// The secret half of `key`, from whichever of the files holds it.
[[nodiscard]] ledger::Result<NamedKey> read_ledger_key(const std::string& directory, const ledger::VerifierKey& key,
                                                       const Environment& environment);

}  // namespace shiji::engine
