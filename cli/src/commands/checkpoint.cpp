#include "commands/commands.h"
#include "json_output.h"
#include "models.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "shiji/projections/recorded_digests.h"

namespace shiji::cli {
namespace {

using projections::Fields;

ledger::Result<std::size_t> record_digests(const Context& context, engine::Owner& owner) {
  const auto names = names_of_models(context, {});
  if (!names) return names.failure();
  const auto models = open_models(context, projected(context, *names));
  if (!models) return models.failure();
  if (auto folded = catch_up(context, owner, *models); !folded) return folded.failure();
  return projections::record_digests(pointers_to(*models), owner);
}

}  // namespace

Answer run(const Context& context, const CheckpointArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  std::size_t recorded = 0;
  if (arguments.digests) {
    const auto count = record_digests(context, **owner);
    if (!count) return count.failure();
    recorded = *count;
  }
  const auto checkpoint = (*owner)->checkpoint();
  if (!checkpoint) return checkpoint.failure();
  if (!context.json) {
    context.out.write(checkpoint->note);  // verbatim: it is what people keep in a file
    return Verdict::well;
  }
  Fields fields{
      {"checkpoint", checkpoint->note}, {"tree_size", number(checkpoint->tree_size)}, {"root", hex(checkpoint->root)}};
  if (arguments.digests) fields.emplace_back("digests", number(recorded));
  context.line(json_of(std::move(fields)));
  return Verdict::well;
}

}  // namespace shiji::cli
