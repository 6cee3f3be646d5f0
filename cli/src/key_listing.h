// The keys enrolled in a ledger, as JSON and for people: `keys list` and `status` show the same.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/projections/record.h"

#include <vector>

namespace shiji::cli {

[[nodiscard]] projections::Record keys_record(const std::vector<engine::KeyListing>& keys);
[[nodiscard]] std::string keys_table(const Context& context, const std::vector<engine::KeyListing>& keys);

/// The ledger's own, that sign or signed checkpoints.
[[nodiscard]] projections::Record ledger_keys_record(const std::vector<ledger::LedgerKey>& keys);
[[nodiscard]] std::string ledger_keys_table(const Context& context, const std::vector<ledger::LedgerKey>& keys);

}  // namespace shiji::cli
