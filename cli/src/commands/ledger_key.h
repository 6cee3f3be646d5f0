// The ledger's own key, that signs checkpoints: a new one beside it, and its end. Called by keys rotate and keys
// revoke.
#pragma once

#include "commands/commands.h"

namespace shiji::cli {

/// The new key's file is synced before the ledger knows the key; it signs beside the old one from then on.
[[nodiscard]] Answer rotate_ledger_key(const Context& context, engine::Owner& owner, const engine::LedgerStatus& status,
                                       const std::string& signer_file);
[[nodiscard]] Answer retire_ledger_key(const Context& context, engine::Owner& owner, const ledger::VerifierKey& key,
                                       const std::string& signer_file);

}  // namespace shiji::cli
