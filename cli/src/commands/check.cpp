#include "amounts.h"
#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "record_fields.h"
#include "shiji/ledger/events/stream_proof.h"
#include "shiji/ledger/rules/record_proof.h"
#include "table.h"

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;

/// A proof of one event is far below 1 MiB; a stream is carried whole.
constexpr std::size_t proof_max = std::size_t{1} << 28;

/// What a proof says when it holds, for people.
struct ProofAnswer {
  std::vector<std::string> faults;
  std::string meaning;
  Fields proven;  ///< what else JSON says of it
};

ledger::Result<ProofAnswer> check_event(const Context& context, std::string_view text, const ledger::VerifierKey& key) {
  const auto proof = ledger::parse_proof_text(text);
  if (!proof) return proof.failure();
  ProofAnswer checked{ledger::faults_of(*proof, key), "", {}};
  const auto checkpoint = ledger::open_checkpoint(proof->checkpoint_note, key);
  if (!checked.faults.empty() || !checkpoint) return checked;
  checked.meaning = context.say(Message::proof_valid, {std::to_string(proof->index.value), checkpoint->origin,
                                                       with_thousands(checkpoint->tree_size.value)});
  return checked;
}

ledger::Result<ProofAnswer> check_stream(const Context& context, std::string_view text,
                                         const ledger::VerifierKey& key) {
  const auto proof = ledger::parse_stream_proof_text(text);
  if (!proof) return proof.failure();
  ProofAnswer checked{ledger::faults_of(*proof, key), "", {}};
  if (!checked.faults.empty()) return checked;
  const auto until = ledger::last_until(*proof);
  checked.meaning =
      context.say(Message::stream_proof_valid, {proof->stream, with_thousands(proof->events.size()), key.name}) + "\n" +
      (until ? context.say(Message::stream_proof_last, {with_thousands(until->value)})
             : context.say(Message::stream_proof_open));
  return checked;
}

std::string kind_text(std::uint8_t kind) {
  const auto name = name_of(static_cast<ledger::telemetry::RecordKind>(kind));
  return name.empty() ? std::to_string(kind) : std::string(name);
}

ledger::Result<ProofAnswer> check_record(const Context& context, std::string_view text,
                                         const ledger::VerifierKey& key) {
  const auto proof = ledger::parse_record_proof_text(text);
  if (!proof) return proof.failure();
  ProofAnswer checked{ledger::faults_of(*proof, key), "", {}};
  const auto proven = ledger::proven_record(*proof);
  if (!checked.faults.empty() || !proven) return checked;
  const std::string kind = kind_text(proven->record.kind);
  const std::vector<std::pair<std::string, std::string>> said{{"at", to_text(proven->record.at)},
                                                              {"kind", kind},
                                                              {"person", hex(proven->record.person)},
                                                              {"school", std::string(proven->school)},
                                                              {"object", std::string(proven->record.object)}};
  checked.meaning = context.say(
      Message::record_proof_valid,
      {std::to_string(proof->record), with_thousands(proof->count), std::to_string(proof->index.value), key.name});
  checked.proven = {
      {"sequence", number(proof->index)}, {"record", number(proof->record)}, {"count", number(proof->count)}};
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& [name, value] : said) {
    if (value.empty()) continue;  // a record without object
    lines.emplace_back(context.title(name), name == "kind" ? title_of_value(value, context.language) : value);
    checked.proven.emplace_back(name, value);
  }
  checked.meaning += "\n" + lines_of(lines);
  checked.meaning.pop_back();  // the last newline comes with the line
  return checked;
}

ledger::Result<ProofAnswer> check_text(const Context& context, std::string_view text, const ledger::VerifierKey& key) {
  if (ledger::is_stream_proof_text(text)) return check_stream(context, text, key);
  return ledger::is_record_proof_text(text) ? check_record(context, text, key) : check_event(context, text, key);
}

}  // namespace

Answer run(const Context& context, const CheckArguments& arguments) {
  const auto key = ledger::parse_verifier_key(arguments.verifier_key);
  if (!key) return key.failure();
  const auto text = read_text(arguments.file, proof_max);
  if (!text) return text.failure();
  auto checked = check_text(context, *text, *key);
  if (!checked) return checked.failure();
  const auto& faults = checked->faults;
  if (context.json) {
    List list;
    for (const std::string& fault : faults) list.emplace_back(fault);
    Fields fields{{"valid", faults.empty()}, {"faults", std::move(list)}};
    if (!checked->proven.empty()) fields.emplace_back("record", std::move(checked->proven));
    context.line(json_of(std::move(fields)));
  } else if (faults.empty()) {
    context.line(checked->meaning);
  } else {
    context.line(context.say(Message::proof_invalid));
    for (const std::string& fault : faults) context.line("  " + fault);
  }
  return faults.empty() ? Verdict::well : Verdict::wrong;
}

}  // namespace shiji::cli
