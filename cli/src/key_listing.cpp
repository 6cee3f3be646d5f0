#include "key_listing.h"

#include "record_fields.h"
#include "table.h"

namespace shiji::cli {

using projections::Fields;
using projections::List;
using projections::Record;

Record keys_record(const std::vector<engine::KeyListing>& keys) {
  List list;
  for (const engine::KeyListing& key : keys)
    list.emplace_back(Fields{{"actor", key.actor},
                             {"key_id", hex(key.key_id)},
                             {"role", key.role},
                             {"revoked", key.revoked},
                             {"since", number(key.since)}});
  return list;
}

std::string keys_table(const Context& context, const std::vector<engine::KeyListing>& keys) {
  Table table;
  for (const auto* head : {"actor", "key_id", "role", "revoked"}) table.add_column(context.title(head), Align::left);
  table.add_column(context.title("since"), Align::right);
  for (const engine::KeyListing& key : keys)
    table.add_row({key.actor, hex(key.key_id), key.role, context.say(key.revoked ? Message::yes : Message::no),
                   std::to_string(key.since.value)});
  return table.text();
}

}  // namespace shiji::cli
