#include "client_signing.h"
#include "command_lines.h"
#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "table.h"
#include "width.h"

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::Record;

/// Bytes of events are at most 16 MiB in a submission; the same in JSON stays far below this.
constexpr std::size_t text_max = std::size_t{128} << 20;

/// A place inside the text becomes a place inside the file.
ledger::Failure placed(ledger::Failure failure, const std::string& file) {
  auto* refusal = std::get_if<ledger::Refusal>(&failure);
  if (refusal != nullptr && file != "-" && refusal->place.starts_with("line ")) refusal->place.insert(0, file + " ");
  return failure;
}

/// Empty: the owner names the submission.
bool is_submission_id(const std::string& id) {
  constexpr std::size_t bytes_max = 64;
  return id.size() <= bytes_max && printable(id) == id;
}

void say_receipt(const Context& context, const engine::Receipt& receipt) {
  const std::string first = std::to_string(receipt.first_sequence.value);
  const std::string last = std::to_string(receipt.last_sequence.value);
  const std::string count = std::to_string(receipt.last_sequence.value - receipt.first_sequence.value + 1);
  if (receipt.repeated)
    context.line(context.say(Message::append_repeated, {first, last}));
  else if (first == last)
    context.line(context.say(Message::append_one_done, {first}));
  else
    context.line(context.say(Message::append_done, {count, first, last}));
  if (context.quiet) return;
  context.out.write(lines_of({{context.title("submission"), receipt.submission},
                              {context.title("leaf_hash"), hex(receipt.leaf_hashes.back())}}));
}

Record record_of(const engine::Receipt& receipt) {
  List hashes;
  for (const ledger::Hash& hash : receipt.leaf_hashes) hashes.emplace_back(hex(hash));
  return Fields{{"submission", receipt.submission},
                {"first_sequence", number(receipt.first_sequence)},
                {"last_sequence", number(receipt.last_sequence)},
                {"leaf_hashes", std::move(hashes)},
                {"repeated", receipt.repeated}};
}

ledger::Result<engine::Receipt> append_lines(const Context& context, engine::Owner& owner, engine::JsonSubmission lines,
                                             const AppendArguments& arguments) {
  if (!arguments.key_file.empty())
    return append_signed(context, owner, std::move(lines), {arguments.key_file, arguments.actor});
  if (!arguments.actor.empty()) {
    const auto filled = read_command_lines(lines.text, arguments.actor, true);
    if (!filled) return filled.failure();
  }
  return owner.append_json(std::move(lines));
}

}  // namespace

Answer run(const Context& context, const AppendArguments& arguments) {
  if (!is_submission_id(arguments.submission))
    return ledger::Refusal{ledger::RefusalCode::bad_submission_id, "--submission", "1 to 64 bytes, printable",
                           printable(arguments.submission)};
  auto text = read_text(arguments.file, text_max);
  if (!text) return text.failure();
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  engine::JsonSubmission lines{arguments.submission, std::move(*text), arguments.expected};
  const auto receipt = append_lines(context, **owner, std::move(lines), arguments);
  if (!receipt) return placed(receipt.failure(), arguments.file);
  if (context.json)
    context.line(json_of(record_of(*receipt)));
  else
    say_receipt(context, *receipt);
  return Verdict::well;
}

}  // namespace shiji::cli
