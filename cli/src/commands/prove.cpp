#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"

namespace shiji::cli {

using projections::Fields;

Answer run(const Context& context, const ProveArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const std::string sequence = std::to_string(arguments.sequence);
  const auto proof = (*owner)->prove(ledger::Sequence{arguments.sequence});
  if (!proof) return proof.failure();
  if (!arguments.out.empty()) {
    if (const auto written = write_text(arguments.out, *proof); !written) return written.failure();
  }
  if (context.json) {
    Fields fields{{"sequence", number(arguments.sequence)}, {"proof", *proof}};
    if (!arguments.out.empty()) fields.emplace_back("file", arguments.out);
    context.line(json_of(std::move(fields)));
  } else if (arguments.out.empty()) {
    context.out.write(*proof);
  } else {
    context.line(context.say(Message::proof_written, {sequence, arguments.out}));
  }
  return Verdict::well;
}

}  // namespace shiji::cli
