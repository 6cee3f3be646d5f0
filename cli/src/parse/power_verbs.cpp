#include "failure_output.h"
#include "verbs.h"

#include <algorithm>
#include <array>

namespace shiji::cli {
namespace {

using ledger::Result;

void add_signer(CLI::App& app, std::string& into, const VerbTable& table) {
  app.add_option("--key", into, table.text(Message::option_signer_file))->type_name("FILE");
}

void add_new(CLI::App& keys, VerbTable& table) {
  auto arguments = std::make_shared<KeysNewArguments>();
  CLI::App* make = table.add(keys, "new", Message::about_keys_new);
  make->add_option("FILE", arguments->file, table.text(Message::option_new_key_file))->required()->type_name("");
  make->add_option("--actor", arguments->actor, table.text(Message::option_actor))->type_name("NAME");
  table.on(make, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

void add_rotate(CLI::App& keys, VerbTable& table) {
  auto arguments = std::make_shared<KeysRotateArguments>();
  CLI::App* rotate = table.add(keys, "rotate", Message::about_keys_rotate);
  rotate->add_option("ACTOR", arguments->actor, table.text(Message::option_rotate_actor))->type_name("");
  rotate->add_option("--file", arguments->file, table.text(Message::option_rotate_file))->type_name("FILE");
  rotate->add_flag("--ledger-key", arguments->ledger_key, table.text(Message::option_rotate_ledger));
  add_signer(*rotate, arguments->signer_file, table);
  table.on(rotate, [arguments, &table]() -> Result<Arguments> {
    if (arguments->ledger_key && !(arguments->actor.empty() && arguments->file.empty()))
      return usage_error("--ledger-key", table.text(Message::usage_rotate_ledger));
    return Arguments(*arguments);
  });
}

void add_revoke_key(CLI::App& keys, VerbTable& table) {
  struct Given {
    KeysRevokeArguments arguments;
    std::string key_id, since;
  };
  auto given = std::make_shared<Given>();
  CLI::App* revoke = table.add(keys, "revoke", Message::about_keys_revoke);
  revoke->add_option("KEY_ID", given->key_id, table.text(Message::option_key_id))->required()->type_name("");
  revoke->add_option("--reason", given->arguments.reason, table.text(Message::option_reason))
      ->required()
      ->type_name("lost|compromised|retired");
  revoke->add_option("--since", given->since, table.text(Message::option_compromised_since))->type_name("TIME");
  add_signer(*revoke, given->arguments.signer_file, table);
  table.on(revoke, [given, &table]() -> Result<Arguments> {
    constexpr std::array<std::string_view, 3> reasons{"lost", "compromised", "retired"};
    KeysRevokeArguments arguments = given->arguments;
    const auto id = ledger::fixed_from_hex<ledger::KeyId>(given->key_id);
    if (!id) return usage_error("KEY_ID", table.text(Message::usage_key_id));
    arguments.key_id = *id;
    if (std::find(reasons.begin(), reasons.end(), arguments.reason) == reasons.end())
      return usage_error("--reason " + arguments.reason, table.text(Message::usage_reason));
    if (given->since.empty()) return Arguments(std::move(arguments));
    arguments.compromised_since = ledger::time_from_text(given->since);
    if (!arguments.compromised_since || arguments.reason != "compromised")
      return usage_error("--since " + given->since, table.text(Message::usage_compromised_since));
    return Arguments(std::move(arguments));
  });
}

void add_keys(VerbTable& table) {
  CLI::App* keys = table.add("keys", Message::about_keys);
  keys->require_subcommand(1);
  add_new(*keys, table);
  CLI::App* list = table.add(*keys, "list", Message::about_keys_list);
  table.on(list, []() -> Result<Arguments> { return Arguments(KeysListArguments{}); });
  add_rotate(*keys, table);
  add_revoke_key(*keys, table);
}

template <typename T>
void add_role_verb(VerbTable& table, const char* name, Message about) {
  auto arguments = std::make_shared<T>();
  CLI::App* app = table.add(name, about);
  app->add_option("ACTOR", arguments->actor, table.text(Message::option_role_actor))->required()->type_name("");
  app->add_option("ROLE", arguments->role, table.text(Message::option_role))->required()->type_name("");
  app->add_option("--unit", arguments->unit, table.text(Message::option_role_unit))->type_name("CODE");
  add_signer(*app, arguments->signer_file, table);
  table.on(app, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

}  // namespace

void add_power_verbs(VerbTable& table) {
  add_keys(table);
  add_role_verb<GrantArguments>(table, "grant", Message::about_grant);
  add_role_verb<RevokeArguments>(table, "revoke", Message::about_revoke);
}

}  // namespace shiji::cli
