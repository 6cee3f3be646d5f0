#include "amounts.h"
#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "record_fields.h"
#include "shiji/ledger/events/stream_proof.h"

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;

/// A proof of one event is far below 1 MiB; a stream is carried whole.
constexpr std::size_t proof_max = std::size_t{1} << 28;

/// What a proof says when it holds, for people.
struct Checked {
  std::vector<std::string> faults;
  std::string meaning;
};

ledger::Result<Checked> check_event(const Context& context, std::string_view text, const ledger::VerifierKey& key) {
  const auto proof = ledger::parse_proof_text(text);
  if (!proof) return proof.failure();
  Checked checked{ledger::faults_of(*proof, key), ""};
  const auto checkpoint = ledger::open_checkpoint(proof->checkpoint_note, key);
  if (!checked.faults.empty() || !checkpoint) return checked;
  checked.meaning = context.say(Message::proof_valid, {std::to_string(proof->index.value), checkpoint->origin,
                                                       with_thousands(checkpoint->tree_size.value)});
  return checked;
}

ledger::Result<Checked> check_stream(const Context& context, std::string_view text, const ledger::VerifierKey& key) {
  const auto proof = ledger::parse_stream_proof_text(text);
  if (!proof) return proof.failure();
  Checked checked{ledger::faults_of(*proof, key), ""};
  if (!checked.faults.empty()) return checked;
  const auto until = ledger::last_until(*proof);
  checked.meaning =
      context.say(Message::stream_proof_valid, {proof->stream, with_thousands(proof->events.size()), key.name}) + "\n" +
      (until ? context.say(Message::stream_proof_last, {with_thousands(until->value)})
             : context.say(Message::stream_proof_open));
  return checked;
}

}  // namespace

Answer run(const Context& context, const CheckArguments& arguments) {
  const auto key = ledger::parse_verifier_key(arguments.verifier_key);
  if (!key) return key.failure();
  const auto text = read_text(arguments.file, proof_max);
  if (!text) return text.failure();
  const auto checked =
      ledger::is_stream_proof_text(*text) ? check_stream(context, *text, *key) : check_event(context, *text, *key);
  if (!checked) return checked.failure();
  const auto& faults = checked->faults;
  if (context.json) {
    List list;
    for (const std::string& fault : faults) list.emplace_back(fault);
    context.line(json_of(Fields{{"valid", faults.empty()}, {"faults", std::move(list)}}));
  } else if (faults.empty()) {
    context.line(checked->meaning);
  } else {
    context.line(context.say(Message::proof_invalid));
    for (const std::string& fault : faults) context.line("  " + fault);
  }
  return faults.empty() ? Verdict::well : Verdict::wrong;
}

}  // namespace shiji::cli
