// keys revoke: one key, for good.
#include "client_signing.h"
#include "commands/commands.h"
#include "commands/ledger_key.h"
#include "failure_output.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"

#include <algorithm>

namespace shiji::cli {
namespace {

using projections::Fields;

std::string revocation_line(const std::string& actor, const KeysRevokeArguments& arguments) {
  Fields payload{{"actor", actor}, {"key_id", hex(arguments.key_id)}, {"reason", arguments.reason}};
  if (arguments.compromised_since) payload.emplace_back("compromised_since", to_text(*arguments.compromised_since));
  return json_of(
      Fields{{"stream", "actor/" + actor}, {"type", "identity.KeyRevoked"}, {"payload", std::move(payload)}});
}

}  // namespace

Answer run(const Context& context, const KeysRevokeArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto status = (*owner)->status();
  if (!status) return status.failure();
  for (const ledger::LedgerKey& own : status->ledger_keys) {
    if (ledger::key_id_of(own.key.key) != arguments.key_id) continue;
    if (arguments.reason != "retired")
      return usage_error("--reason " + arguments.reason, context.say(Message::usage_ledger_key_reason));
    return retire_ledger_key(context, **owner, own.key, arguments.signer_file);
  }
  const auto& keys = status->keys;
  const auto key = std::find_if(keys.begin(), keys.end(),
                                [&](const engine::KeyListing& one) { return one.key_id == arguments.key_id; });
  if (key == keys.end()) {
    return ledger::Refusal{ledger::RefusalCode::unknown_key, "KEY_ID", "", hex(arguments.key_id)};
  }
  const std::string signer = arguments.signer_file.empty() ? administrator_key(context) : arguments.signer_file;
  const std::string line = revocation_line(key->actor, arguments) + "\n";
  const auto receipt = append_signed(context, **owner, {"", line, {}}, {signer, ""});
  if (!receipt) return receipt.failure();
  if (context.json)
    context.line(json_of(Fields{{"actor", key->actor},
                                {"key_id", hex(arguments.key_id)},
                                {"reason", arguments.reason},
                                {"sequence", number(receipt->last_sequence)}}));
  else
    context.line(context.say(Message::key_revoked_done,
                             {hex(arguments.key_id), key->actor, std::to_string(receipt->last_sequence.value)}));
  return Verdict::well;
}

}  // namespace shiji::cli
