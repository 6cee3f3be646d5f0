#include "amounts.h"
#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"

namespace shiji::cli {
namespace {

using projections::Fields;

/// What was proven, its JSON key first.
struct Proven {
  std::string key;
  Message written;
  ledger::Result<std::string> proof;
};

Proven proven(engine::Owner& owner, const ProveArguments& arguments) {
  const auto sequence = number_from_text(arguments.target);
  if (!sequence) {
    const auto through = arguments.through ? std::optional(ledger::Version{*arguments.through}) : std::nullopt;
    return {"stream", Message::stream_proof_written, owner.prove_stream(arguments.target, through)};
  }
  if (arguments.record) {
    return {"sequence", Message::record_proof_written,
            owner.prove_record(ledger::Sequence{*sequence}, *arguments.record)};
  }
  return {"sequence", Message::proof_written, owner.prove(ledger::Sequence{*sequence})};
}

}  // namespace

Answer run(const Context& context, const ProveArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto [key, message, proof] = proven(**owner, arguments);
  if (!proof) return proof.failure();
  if (!arguments.out.empty()) {
    if (const auto written = write_text(arguments.out, *proof); !written) return written.failure();
  }
  if (context.json) {
    const auto sequence = number_from_text(arguments.target);
    Fields fields{{key, sequence ? number(*sequence) : projections::Record(arguments.target)}};
    if (arguments.record) fields.emplace_back("record", number(*arguments.record));
    fields.emplace_back("proof", *proof);
    if (!arguments.out.empty()) fields.emplace_back("file", arguments.out);
    context.line(json_of(std::move(fields)));
  } else if (arguments.out.empty()) {
    context.out.write(*proof);
  } else {
    const std::string record = arguments.record ? std::to_string(*arguments.record) : "";
    context.line(context.say(message, {arguments.target, arguments.out, record}));
  }
  return Verdict::well;
}

}  // namespace shiji::cli
