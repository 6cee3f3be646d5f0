#include "query_key.h"

namespace shiji::cli {

using ledger::Result;
using projections::Record;

Result<Record> find_record(const projections::ReadModel& model, const projections::ReadModelInfo& info,
                           const std::string& given) {
  const std::string prefix = std::string(info.key_name) + "/";
  const std::string key = given.starts_with(prefix) ? given.substr(prefix.size()) : given;
  auto record = model.find(key);
  // Both spellings are tried: a key may itself begin with the family's name.
  if (!record && key != given) record = model.find(given);
  const auto last_step = key.rfind('/');
  if (record || info.key_name != "unit" || last_step == std::string::npos) return record;
  auto unit = model.find(key.substr(last_step + 1));
  if (!unit) return record;
  const Record* path = unit->find("path");
  const auto* text = path == nullptr ? nullptr : std::get_if<std::string>(&path->content);
  return text != nullptr && *text == key ? unit : record;
}

}  // namespace shiji::cli
