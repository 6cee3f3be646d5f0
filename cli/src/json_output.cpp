#include "json_output.h"

#include <nlohmann/json.hpp>

namespace shiji::cli {
namespace {

using Json = nlohmann::ordered_json;
using projections::Fields;
using projections::List;
using projections::Record;
using projections::SealedText;

Json to_json(const Record& record);

struct ToJson {
  Json operator()(bool value) const { return value; }
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(const SealedText& value) const {
    Json out = Json::object();
    out["sealed"] = true;
    out["subject"] = ledger::to_hex(value.subject.span());
    return out;
  }
  Json operator()(const List& list) const {
    Json out = Json::array();
    for (const Record& item : list) out.push_back(to_json(item));
    return out;
  }
  Json operator()(const Fields& fields) const {
    Json out = Json::object();
    for (const auto& [key, value] : fields) out[key] = to_json(value);
    return out;
  }
};

Json to_json(const Record& record) { return std::visit(ToJson{}, record.content); }

Record from_json(const Json& json) {
  if (json.is_object()) {
    Fields fields;
    for (const auto& [key, value] : json.items()) fields.emplace_back(key, from_json(value));
    return fields;
  }
  if (json.is_array()) {
    List list;
    for (const Json& item : json) list.push_back(from_json(item));
    return list;
  }
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX}) return json.dump();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  return json.dump();
}

}  // namespace

std::string json_of(const Record& record) {
  return to_json(record).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string plain_text(const projections::Record* field) {
  if (field == nullptr) return "";
  if (const auto* text = std::get_if<std::string>(&field->content)) return *text;
  return json_of(*field);
}

std::string plain_text(std::string_view json) {
  if (!json.starts_with('"')) return std::string(json);
  if (json.find('\\') == std::string_view::npos) return std::string(json.substr(1, json.size() - 2));
  const auto record = record_from_json(json);
  return record ? plain_text(&*record) : std::string(json);
}

ledger::Result<Record> record_from_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return ledger::Error{ledger::ErrorCode::corrupt, "", "not JSON"};
  return from_json(json);
}

}  // namespace shiji::cli
