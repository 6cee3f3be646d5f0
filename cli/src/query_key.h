// The record that somebody asks for by the name of its key, however they write it.
#pragma once

#include "shiji/projections/read_models.h"

#include <string>

namespace shiji::cli {

/// "3f..." and "teacher/3f..." are the same key, and so are a unit's code and the path down to it. Errors: those of
/// ReadModel::find; not_found when the unit lies elsewhere than the path says.
[[nodiscard]] ledger::Result<projections::Record> find_record(const projections::ReadModel& model,
                                                              const projections::ReadModelInfo& info,
                                                              const std::string& given);

}  // namespace shiji::cli
