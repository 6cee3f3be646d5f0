#include "commands/commands.h"
#include "json_output.h"
#include "open_ledger.h"
#include "table.h"

namespace shiji::cli {

using projections::Fields;

Answer run(const Context& context, const InitArguments& arguments) {
  engine::InitOptions options;
  options.origin = arguments.origin;
  options.unit = arguments.unit;
  options.environment = context.environment;
  if (const auto made = engine::Owner::init(context.directory, options); !made) return made.failure();
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto status = (*owner)->status();
  if (!status) return status.failure();
  if (context.json) {
    context.line(json_of(
        Fields{{"ledger", context.directory}, {"origin", status->origin}, {"verifier_key", status->verifier_key}}));
    return Verdict::well;
  }
  context.line(context.say(Message::init_done, {context.directory}));
  context.out.write(
      lines_of({{context.title("origin"), status->origin}, {context.title("verifier_key"), status->verifier_key}}));
  if (!context.quiet) context.line(context.say(Message::init_keep_key));
  return Verdict::well;
}

}  // namespace shiji::cli
