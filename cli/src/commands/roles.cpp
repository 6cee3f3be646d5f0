// grant and revoke: one role of one actor over one unit.
#include "client_signing.h"
#include "commands/commands.h"
#include "json_output.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "role_text.h"

namespace shiji::cli {
namespace {

using projections::Fields;

std::string role_line(const char* type, const RoleArguments& arguments) {
  Fields payload{{"actor", arguments.actor}, {"role", arguments.role}};
  if (!arguments.unit.empty()) payload.emplace_back("unit", arguments.unit);
  return json_of(Fields{{"stream", "actor/" + arguments.actor}, {"type", type}, {"payload", std::move(payload)}});
}

Answer change_role(const Context& context, const RoleArguments& arguments, const char* type, Message done) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const std::string signer = arguments.signer_file.empty() ? administrator_key(context) : arguments.signer_file;
  const auto receipt = append_signed(context, **owner, {"", role_line(type, arguments) + "\n", {}}, {signer, ""});
  if (!receipt) return receipt.failure();
  if (context.json) {
    context.line(json_of(Fields{{"actor", arguments.actor},
                                {"role", arguments.role},
                                {"unit", arguments.unit},
                                {"sequence", number(receipt->last_sequence)}}));
    return Verdict::well;
  }
  const auto role = ledger::role_of(arguments.role);
  const std::string title = role ? role_text(context, *role, arguments.unit) : arguments.role;
  context.line(context.say(done, {arguments.actor, title, std::to_string(receipt->last_sequence.value)}));
  return Verdict::well;
}

}  // namespace

Answer run(const Context& context, const GrantArguments& arguments) {
  return change_role(context, arguments, "identity.RoleGranted", Message::role_granted);
}

Answer run(const Context& context, const RevokeArguments& arguments) {
  return change_role(context, arguments, "identity.RoleRevoked", Message::role_revoked);
}

}  // namespace shiji::cli
