// The verbs: one function and one file each. A verb writes its answer to the context and says whether what it looked at
// is well; a Failure is reported by the caller.
#pragma once

#include "arguments.h"
#include "context.h"
#include "shiji/ledger/result.h"

namespace shiji::cli {

using Answer = ledger::Result<Verdict>;

[[nodiscard]] Answer run(const Context& context, const InitArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const DemoArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const AppendArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const ShowArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const EventsArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const VerifyArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const CheckpointArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const ProveArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const CheckArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const LogExportArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const LogVerifyArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const KeysNewArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const KeysListArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const KeysRotateArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const KeysRevokeArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const GrantArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const RevokeArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const ProjectArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const ReplayArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const QueryArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const SubscribeArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const ServeArguments& arguments);
[[nodiscard]] Answer run(const Context& context, const StatusArguments& arguments);

}  // namespace shiji::cli
