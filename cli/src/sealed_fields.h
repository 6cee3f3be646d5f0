// Sealed leaves of records, opened for whoever reads them on the command line.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/projections/record.h"

namespace shiji::cli {

/// The record with every sealed leaf opened; one that does not open (its person was erased) stays sealed.
[[nodiscard]] projections::Record opened(const engine::Owner& owner, projections::Record record);
/// Whether the field of that name is sealed anywhere it appears in `record`.
[[nodiscard]] bool is_sealed(const projections::Record& record, std::string_view name);

}  // namespace shiji::cli
