// The read models of a ledger as the command line finds them: by name, and only where somebody projected.
#pragma once

#include "context.h"
#include "shiji/projections/read_models.h"

#include <memory>
#include <string>
#include <vector>

namespace shiji::cli {

[[nodiscard]] const projections::ReadModelInfo* find_model(std::string_view name);
/// usage, naming those that exist.
[[nodiscard]] ledger::Error unknown_model(const Context& context, std::string_view name);
/// Sorted, each once; all when none is given. Errors: usage.
[[nodiscard]] ledger::Result<std::vector<std::string>> names_of_models(const Context& context,
                                                                       std::vector<std::string> given);
[[nodiscard]] bool was_projected(const Context& context, std::string_view name);
[[nodiscard]] ledger::Result<std::unique_ptr<projections::ReadModel>> open_model(const Context& context,
                                                                                 std::string_view name);
using Models = std::vector<std::unique_ptr<projections::ReadModel>>;
/// Those of `names` that were projected; nobody rests on the others.
[[nodiscard]] std::vector<std::string> projected(const Context& context, std::vector<std::string> names);
[[nodiscard]] ledger::Result<Models> open_models(const Context& context, const std::vector<std::string>& names);
[[nodiscard]] std::vector<projections::ReadModel*> pointers_to(const Models& models);
/// All of them to the head, in one pass over the feed that tells how far it is.
[[nodiscard]] ledger::Status catch_up(const Context& context, const engine::Owner& owner, const Models& models);
/// The record with the cursor it was folded to behind its own fields.
[[nodiscard]] projections::Record as_of(const projections::ReadModelStatus& status, projections::Record record);
/// JSON of a projection's status, as `project` and `status` print it.
[[nodiscard]] projections::Record record_of(const projections::ReadModelStatus& status);
/// The same for people, one row each.
[[nodiscard]] std::string table_of(const Context& context, const std::vector<projections::ReadModelStatus>& all);

}  // namespace shiji::cli
