#include "amounts.h"
#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "record_fields.h"
#include "shiji/ledger/chain/proof.h"

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;

/// An event of 65,535 bytes in base64, 64 hashes and a note: far below this.
constexpr std::size_t proof_max = std::size_t{1} << 20;

void say_faults(const Context& context, const std::vector<std::string>& faults) {
  context.line(context.say(Message::proof_invalid));
  for (const std::string& fault : faults) context.line("  " + fault);
}

}  // namespace

Answer run(const Context& context, const CheckArguments& arguments) {
  const auto key = ledger::parse_verifier_key(arguments.verifier_key);
  if (!key) return key.failure();
  const auto text = read_text(arguments.file, proof_max);
  if (!text) return text.failure();
  const auto proof = ledger::parse_proof_text(*text);
  if (!proof) return proof.failure();
  const std::vector<std::string> faults = ledger::faults_of(*proof, *key);
  if (context.json) {
    List list;
    for (const std::string& fault : faults) list.emplace_back(fault);
    context.line(json_of(Fields{{"valid", faults.empty()}, {"faults", std::move(list)}}));
  } else if (!faults.empty()) {
    say_faults(context, faults);
  } else {
    const auto checkpoint = ledger::open_checkpoint(proof->checkpoint_note, *key);
    if (!checkpoint) return checkpoint.failure();
    context.line(context.say(Message::proof_valid, {std::to_string(proof->index.value), checkpoint->origin,
                                                    with_thousands(checkpoint->tree_size.value)}));
  }
  return faults.empty() ? Verdict::well : Verdict::wrong;
}

}  // namespace shiji::cli
