#include "amounts.h"
#include "commands/commands.h"
#include "failure_output.h"
#include "json_output.h"
#include "models.h"
#include "open_ledger.h"
#include "progress.h"
#include "query_key.h"
#include "query_list.h"
#include "record_text.h"
#include "replayed.h"
#include "sealed_fields.h"
#include "shown_record.h"
#include "statement_text.h"

namespace shiji::cli {
namespace {

using projections::ReadModel;
using projections::ReadModelInfo;

Answer query_one(const Context& context, const engine::Owner& owner, const ReadModel& model, const ReadModelInfo& info,
                 const std::string& given, const projections::ReadModelStatus& status) {
  auto record = find_record(model, info, given);
  if (!record) return record.failure();
  const auto open_record = opened(owner, std::move(*record));
  if (context.json)
    context.line(json_of(as_of(status, open_record)));
  else if (info.name == "statement")
    context.out.write(statement_text(context, owner, open_record));
  else
    context.out.write(record_text(context, ShownRecords(context, owner).alone(open_record), &info));
  return Verdict::well;
}

Answer answer_from(const Context& context, const engine::Owner& owner, const ReadModel& model,
                   const QueryArguments& arguments) {
  const auto& info = *find_model(arguments.name);
  const auto status = model.status(owner);
  if (!status) return status.failure();
  // Standard output is the answer alone; in JSON each record says it of itself.
  context.remark(context.say(Message::as_of_line, {with_thousands(status->cursor.value)}));
  if (!arguments.key.empty()) return query_one(context, owner, model, info, arguments.key, *status);
  return query_list(context, owner, model, info, {arguments, *status});
}

}  // namespace

Answer run(const Context& context, const QueryArguments& arguments) {
  const ReadModelInfo* info = find_model(arguments.name);
  if (info == nullptr) return unknown_model(context, arguments.name);
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  if (arguments.cut.given()) {
    const auto cut = cut_of(**owner, arguments.cut);
    if (!cut) return cut.failure();
    const auto past = Replayed::fold(context, **owner, {arguments.name}, *cut);
    if (!past) return past.failure();
    return answer_from(context, **owner, *(*past)->models().front(), arguments);
  }
  if (!was_projected(context, info->name))
    return ledger::Error{ledger::ErrorCode::not_found, arguments.name,
                         context.say(Message::not_projected, {info->name})};
  const auto model = open_model(context, info->name);
  if (!model) return model.failure();
  Progress progress(context, Message::progress_project);
  if (const auto folded = (*model)->catch_up(**owner, progress.callback()); !folded) return folded.failure();
  progress.clear();
  return answer_from(context, **owner, **model, arguments);
}

}  // namespace shiji::cli
