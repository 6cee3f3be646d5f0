#include "commands/ledger_key.h"

#include "client_signing.h"
#include "json_output.h"
#include "record_fields.h"
#include "shiji/engine/access/ledger_key_file.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/signing.h"
#include "table.h"

#include <filesystem>

namespace shiji::cli {
namespace {

using projections::Fields;

std::string rotation_line(const std::string& origin, const ledger::SecretKey& old_key,
                          const ledger::SecretKey& new_key) {
  const auto message = ledger::ledger_key_bytes(ledger::sha256(origin), old_key.public_key(), new_key.public_key());
  const auto name = [&](const ledger::SecretKey& key) {
    return to_text(ledger::verifier_key(origin, key.public_key()));
  };
  return json_of(Fields{{"stream", "ledger"},
                        {"type", "control.LedgerKeyRotated"},
                        {"payload", Fields{{"old_verifier_key", name(old_key)},
                                           {"verifier_key", name(new_key)},
                                           {"old_signature", hex(old_key.sign(message))},
                                           {"signature", hex(new_key.sign(message))}}}});
}

std::string signer_of(const Context& context, const std::string& signer_file) {
  return signer_file.empty() ? administrator_key(context) : signer_file;
}

}  // namespace

Answer rotate_ledger_key(const Context& context, engine::Owner& owner, const engine::LedgerStatus& status,
                         const std::string& signer_file) {
  const std::string& origin = owner.origin();
  const auto old_name = ledger::parse_verifier_key(status.verifier_key);
  if (!old_name) return old_name.failure();
  const auto old_key = engine::read_ledger_key(owner.directory(), *old_name, context.environment);
  if (!old_key) return old_key.failure();
  const ledger::SecretKey key = engine::new_secret_key(*context.environment.entropy);
  const auto name = ledger::verifier_key(origin, key.public_key());
  const std::string file = engine::ledger_key_path(owner.directory(), name);
  if (const auto written = engine::write_key_file(file, origin, key, context.environment); !written)
    return written.failure();
  const std::string line = rotation_line(origin, old_key->key, key) + "\n";
  const auto receipt = append_signed(context, owner, {"", line, {}}, {signer_of(context, signer_file), ""});
  if (receipt.refusal() != nullptr) std::filesystem::remove(file);  // nobody knows it
  if (!receipt) return receipt.failure();
  if (context.json) {
    context.line(json_of(Fields{{"verifier_key", to_text(name)},
                                {"old_verifier_key", status.verifier_key},
                                {"file", file},
                                {"sequence", number(receipt->last_sequence)}}));
    return Verdict::well;
  }
  context.line(context.say(Message::ledger_key_rotated, {file}));
  context.out.write(lines_of(
      {{context.title("verifier_key"), to_text(name)}, {context.title("old_verifier_key"), status.verifier_key}}));
  if (!context.quiet) context.line(context.say(Message::ledger_key_next));
  return Verdict::well;
}

Answer retire_ledger_key(const Context& context, engine::Owner& owner, const ledger::VerifierKey& key,
                         const std::string& signer_file) {
  const std::string line = json_of(Fields{
      {"stream", "ledger"}, {"type", "control.LedgerKeyRetired"}, {"payload", Fields{{"verifier_key", to_text(key)}}}});
  const auto receipt = append_signed(context, owner, {"", line + "\n", {}}, {signer_of(context, signer_file), ""});
  if (!receipt) return receipt.failure();
  if (context.json)
    context.line(json_of(Fields{{"verifier_key", to_text(key)}, {"sequence", number(receipt->last_sequence)}}));
  else
    context.line(context.say(Message::ledger_key_retired, {to_text(key)}));
  return Verdict::well;
}

}  // namespace shiji::cli
