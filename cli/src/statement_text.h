// A teacher's statement for the teacher: whose it is, every line with its date, what, minutes, class hours, credits,
// points, rule item and event, then the totals.
#pragma once

#include "context.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/projections/record.h"

namespace shiji::cli {

[[nodiscard]] std::string statement_text(const Context& context, const engine::Owner& owner,
                                         const projections::Record& statement);

}  // namespace shiji::cli
