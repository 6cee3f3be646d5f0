#include "commands/commands.h"
#include "json_output.h"
#include "key_enrolment.h"
#include "key_listing.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "shiji/engine/access/key_file.h"
#include "table.h"

namespace shiji::cli {

using projections::Fields;

Answer run(const Context& context, const KeysNewArguments& arguments) {
  std::string origin;
  if (!arguments.actor.empty()) {
    const auto owner = open_ledger(context);
    if (!owner) return owner.failure();
    origin = (*owner)->origin();
  }
  const ledger::SecretKey key = engine::new_secret_key(*context.environment.entropy);
  const std::string name = arguments.actor.empty() ? "shiji" : arguments.actor;
  if (const auto made = engine::write_key_file(arguments.file, name, key, context.environment); !made)
    return made.failure();
  const std::string line = origin.empty() ? "" : enrolment_line(origin, arguments.actor, key);
  if (context.json) {
    Fields fields{{"file", arguments.file}, {"key_id", hex(key.key_id())}, {"public_key", hex(key.public_key())}};
    if (!line.empty()) fields.emplace_back("enrolment", line);
    context.line(json_of(std::move(fields)));
    return Verdict::well;
  }
  if (!context.quiet) context.line(context.say(Message::key_made, {arguments.file}));
  context.out.write(
      lines_of({{context.title("key_id"), hex(key.key_id())}, {context.title("public_key"), hex(key.public_key())}}));
  if (line.empty()) return Verdict::well;
  if (!context.quiet) context.line(context.say(Message::key_enrol_line));
  context.line(line);
  return Verdict::well;
}

Answer run(const Context& context, const KeysListArguments&) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto status = (*owner)->status();
  if (!status) return status.failure();
  if (context.json)
    context.line(
        json_of(Fields{{"keys", keys_record(status->keys)}, {"ledger_keys", ledger_keys_record(status->ledger_keys)}}));
  else
    context.out.write(keys_table(context, status->keys) + "\n" + context.say(Message::section_ledger_keys) + "\n" +
                      ledger_keys_table(context, status->ledger_keys));
  return Verdict::well;
}

}  // namespace shiji::cli
