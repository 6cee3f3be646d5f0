#include "commands/commands.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"

namespace shiji::cli {

using projections::Fields;

Answer run(const Context& context, const CheckpointArguments&) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto checkpoint = (*owner)->checkpoint();
  if (!checkpoint) return checkpoint.failure();
  if (context.json)
    context.line(json_of(Fields{{"checkpoint", checkpoint->note},
                                {"tree_size", number(checkpoint->tree_size)},
                                {"root", hex(checkpoint->root)}}));
  else
    context.out.write(checkpoint->note);  // verbatim: it is what people keep in a file
  return Verdict::well;
}

}  // namespace shiji::cli
