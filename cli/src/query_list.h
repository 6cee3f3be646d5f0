// query NAME --where K=V --order K --limit N: many records of a read model, in the order of one column.
//
// Guarantees: ties are in the byte order of the keys; a sealed column is refused, because its order would tell what it
// hides. Errors: usage for a column that is not there, is sealed or is no plain value. Cost: one pass over the model.
#pragma once

#include "commands/commands.h"
#include "shiji/engine/owner/owner.h"
#include "shiji/projections/read_models.h"

namespace shiji::cli {

struct ListQuestion {
  const QueryArguments& asked;
  projections::ReadModelStatus status;  ///< of the model that answers
};

[[nodiscard]] Answer query_list(const Context& context, const engine::Owner& owner, const projections::ReadModel& model,
                                const projections::ReadModelInfo& info, const ListQuestion& question);

}  // namespace shiji::cli
