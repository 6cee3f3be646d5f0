#include "commands/commands.h"
#include "json_output.h"
#include "models.h"
#include "open_ledger.h"
#include "progress.h"
#include "record_fields.h"
#include "shiji/projections/recorded_digests.h"

namespace shiji::cli {
namespace {

using projections::Fields;

/// Of the read models that somebody projected: nobody rests on the others.
ledger::Result<std::size_t> record_digests(const Context& context, engine::Owner& owner) {
  std::vector<std::unique_ptr<projections::ReadModel>> models;
  std::vector<projections::ReadModel*> together;
  for (const auto& info : projections::read_models()) {
    if (!was_projected(context, info.name)) continue;
    auto model = open_model(context, info.name);
    if (!model) return model.failure();
    together.push_back(model->get());
    models.push_back(std::move(*model));
  }
  Progress progress(context, Message::progress_project);
  auto folded = projections::catch_up_together(together, owner, progress.callback());
  if (!folded) return folded.failure();
  return projections::record_digests(together, owner);
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
