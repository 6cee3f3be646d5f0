// The keys enrolled in a ledger, as JSON and for people: `keys list` and `status` show the same.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/projections/record.h"

#include <vector>

namespace shiji::cli {

[[nodiscard]] projections::Record keys_record(const std::vector<engine::KeyListing>& keys);
[[nodiscard]] std::string keys_table(const Context& context, const std::vector<engine::KeyListing>& keys);

}  // namespace shiji::cli
