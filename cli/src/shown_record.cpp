#include "shown_record.h"

#include <algorithm>

namespace shiji::cli {

using projections::Fields;
using projections::Record;

std::string ShownRecords::unit_name(const std::string& path) const {
  std::string name;
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    const auto step = codes_.name("units", path.substr(at, end - at), context_.language);
    // Chinese writes a place as one word.
    const bool parted = !name.empty() && context_.language == Language::en;
    if (!step.empty()) name += (parted ? " / " : "") + step;
    at = end + 1;
  }
  return name;
}

std::string ShownRecords::shown(const std::string& key, const std::string& value, bool alone) const {
  std::string name;
  if (key == "subject_code") name = codes_.name("subjects", value, context_.language);
  if (key == "school") name = people_.school_named(value);
  if (alone && (key == "unit" || key == "path")) name = unit_name(value);
  if (alone && (key == "mentor" || key == "novice")) name = people_.named(value).name;
  if (name.empty() || name == value) return value;
  return alone ? context_.say(Message::name_and_code, {name, value}) : name;
}

Record ShownRecords::with_names(Record record, bool alone) const {
  auto* fields = std::get_if<Fields>(&record.content);
  if (fields == nullptr) return record;
  for (auto& [key, value] : *fields)
    if (auto* text = std::get_if<std::string>(&value.content)) *text = shown(key, *text, alone);
  return record;
}

Record ShownRecords::row(Record record) const { return with_names(std::move(record), false); }

Record ShownRecords::alone(Record record) const {
  Record out = with_names(std::move(record), true);
  auto* fields = std::get_if<Fields>(&out.content);
  if (fields == nullptr || fields->empty() || out.find("name") != nullptr) return out;
  const auto who = people_.find(out);
  if (who.name.empty()) return out;
  const auto behind_key = fields->begin() + 1;
  fields->insert(behind_key, {{"teacher_name", who.name}, {"school_name", who.school}});
  return out;
}

}  // namespace shiji::cli
