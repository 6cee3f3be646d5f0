// Asking a read model that another process keeps: the answering side there, and what stands for it here.
//
// What: the process that keeps a projection's directory listens on `socket` in it; `remote_read_model` is a ReadModel
// that asks there. Guarantees: the answers are those the keeper has between two passes. Errors: those of ReadModel, and
// connection_lost when the keeper leaves; `rebuild` is the keeper's alone (already_open).
// Threads: see shiji/projections/read_models.h.
#pragma once

#include "shiji/projections/read_models.h"

#include <memory>
#include <string>

namespace shiji::projections {

/// not_found when nobody listens in `directory`, which is the projection's.
[[nodiscard]] ledger::Result<std::unique_ptr<ReadModel>> remote_read_model(const std::string& directory);

}  // namespace shiji::projections
