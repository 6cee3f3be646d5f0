// A record for people: lines of "title  value", lists of records as tables, nested records indented.
#pragma once

#include "context.h"
#include "shiji/projections/read_models.h"

namespace shiji::cli {

/// One value in a cell or a line; amounts by the unit in their key, sealed leaves as "(sealed)".
[[nodiscard]] std::string cell_text(const Context& context, std::string_view key, const projections::Record& value);
/// The head of a column: the read model's, else the command line's. Amounts are shown in their unit, so that a factor a
/// model's head names, as in "(x100)", is left out.
[[nodiscard]] std::string head_of(const Context& context, std::span<const projections::ReadModelInfo::Column> columns,
                                  std::string_view key);
/// The whole record; `record` holds fields. `info` is the read model it comes from, if any.
[[nodiscard]] std::string record_text(const Context& context, const projections::Record& record,
                                      const projections::ReadModelInfo* info);

}  // namespace shiji::cli
