#include "amounts.h"
#include "commands/commands.h"
#include "event_writer.h"
#include "open_ledger.h"

namespace shiji::cli {

using ledger::Error;
using ledger::ErrorCode;

Answer run(const Context& context, const ShowArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  EventWriter writer(context, **owner, context.json ? EventWriter::Form::json : EventWriter::Form::people);
  const auto visit = [&writer](const engine::RecordedEvent& recorded) { return writer(recorded); };
  const auto sequence = number_from_text(arguments.target);
  const ledger::Status read =
      sequence ? (*owner)->feed(ledger::Sequence{*sequence}, ledger::TreeSize{*sequence + 1}, visit)
               : (*owner)->read_stream(arguments.target, ledger::Version{arguments.from_version.value_or(0)}, visit);
  if (!read) return read.failure();
  if (!writer.status()) return writer.status().failure();
  if (writer.count() == 0) return Error{ErrorCode::not_found, arguments.target, ""};
  return Verdict::well;
}

}  // namespace shiji::cli
