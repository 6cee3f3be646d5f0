#include "key_listing.h"

#include "record_fields.h"
#include "role_text.h"
#include "table.h"

namespace shiji::cli {

using projections::Fields;
using projections::List;
using projections::Record;

namespace {

List roles_record(const std::vector<ledger::HeldRole>& roles) {
  List list;
  for (const auto& held : roles)
    list.emplace_back(Fields{{"role", std::string(ledger::info_of(held.role).name)}, {"unit", held.unit}});
  return list;
}

}  // namespace

Record keys_record(const std::vector<engine::KeyListing>& keys) {
  List list;
  for (const engine::KeyListing& key : keys)
    list.emplace_back(Fields{{"actor", key.actor},
                             {"key_id", hex(key.key_id)},
                             {"role", key.role},
                             {"revoked", key.revoked},
                             {"since", number(key.since)},
                             {"roles", roles_record(key.roles)}});
  return list;
}

std::string keys_table(const Context& context, const std::vector<engine::KeyListing>& keys) {
  Table table;
  for (const auto* head : {"actor", "key_id", "roles", "revoked"}) table.add_column(context.title(head), Align::left);
  table.add_column(context.title("since"), Align::right);
  for (const engine::KeyListing& key : keys)
    table.add_row({key.actor, hex(key.key_id), roles_text(context, key.roles),
                   context.say(key.revoked ? Message::yes : Message::no), std::to_string(key.since.value)});
  return table.text();
}

Record ledger_keys_record(const std::vector<ledger::LedgerKey>& keys) {
  List list;
  for (const ledger::LedgerKey& one : keys)
    list.emplace_back(Fields{{"verifier_key", to_text(one.key)},
                             {"key_id", hex(ledger::key_id_of(one.key.key))},
                             {"retired", one.retired},
                             {"since", number(one.since)}});
  return list;
}

std::string ledger_keys_table(const Context& context, const std::vector<ledger::LedgerKey>& keys) {
  Table table;
  for (const auto* head : {"verifier_key", "key_id", "retired"}) table.add_column(context.title(head), Align::left);
  table.add_column(context.title("since"), Align::right);
  for (const ledger::LedgerKey& one : keys)
    table.add_row({to_text(one.key), hex(ledger::key_id_of(one.key.key)),
                   context.say(one.retired ? Message::yes : Message::no), std::to_string(one.since.value)});
  return table.text();
}

}  // namespace shiji::cli
