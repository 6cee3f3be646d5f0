#include "models.h"

#include "amounts.h"
#include "failure_output.h"
#include "progress.h"
#include "record_fields.h"
#include "table.h"

#include <algorithm>
#include <filesystem>

namespace shiji::cli {

using projections::Fields;
using projections::ReadModelInfo;
using projections::ReadModelStatus;
using projections::Record;

const ReadModelInfo* find_model(std::string_view name) {
  for (const ReadModelInfo& info : projections::read_models())
    if (info.name == name) return &info;
  return nullptr;
}

ledger::Error unknown_model(const Context& context, std::string_view name) {
  std::string names;
  for (const ReadModelInfo& info : projections::read_models())
    names += (names.empty() ? "" : " ") + std::string(info.name);
  return usage_error(std::string(name), context.say(Message::usage_no_projection, {names}));
}

ledger::Result<std::vector<std::string>> names_of_models(const Context& context, std::vector<std::string> given) {
  for (const std::string& name : given)
    if (find_model(name) == nullptr) return unknown_model(context, name);
  if (given.empty())
    for (const auto& info : projections::read_models()) given.emplace_back(info.name);
  std::ranges::sort(given);
  given.erase(std::unique(given.begin(), given.end()), given.end());
  return given;
}

bool was_projected(const Context& context, std::string_view name) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::path(context.directory) / "projections" / name, ignored);
}

ledger::Result<std::unique_ptr<projections::ReadModel>> open_model(const Context& context, std::string_view name) {
  return projections::ReadModel::open(name, context.directory, context.environment);
}

std::vector<std::string> projected(const Context& context, std::vector<std::string> names) {
  std::erase_if(names, [&](const std::string& name) { return !was_projected(context, name); });
  return names;
}

ledger::Result<Models> open_models(const Context& context, const std::vector<std::string>& names) {
  Models models;
  models.reserve(names.size());
  for (const auto& name : names) {
    auto model = open_model(context, name);
    if (!model) return model.failure();
    models.push_back(std::move(*model));
  }
  return models;
}

std::vector<projections::ReadModel*> pointers_to(const Models& models) {
  std::vector<projections::ReadModel*> pointers;
  pointers.reserve(models.size());
  for (const auto& model : models) pointers.push_back(model.get());
  return pointers;
}

ledger::Status catch_up(const Context& context, const engine::Owner& owner, const Models& models) {
  Progress progress(context, Message::progress_project);
  return projections::catch_up_together(pointers_to(models), owner, progress.callback());
}

Record as_of(const ReadModelStatus& status, Record record) {
  if (auto* fields = std::get_if<Fields>(&record.content)) {
    fields->emplace_back("cursor", number(status.cursor));
    fields->emplace_back("cursor_leaf_hash", hex(status.cursor_leaf_hash));
  }
  return record;
}

Record record_of(const ReadModelStatus& status) {
  return Fields{{"name", status.name},
                {"version", number(status.version)},
                {"cursor", number(status.cursor)},
                {"lag", number(status.lag)},
                {"digest", hex(status.digest)},
                {"events_per_second", number(status.events_per_second)},
                {"keys", number(status.keys)}};
}

std::string table_of(const Context& context, const std::vector<ReadModelStatus>& all) {
  Table table;
  table.add_column(context.title("name"), Align::left);
  for (const auto* key : {"version", "cursor", "lag", "keys", "events_per_second"})
    table.add_column(context.title(key), Align::right);
  table.add_column(context.title("digest"), Align::left);
  for (const ReadModelStatus& one : all) {
    const ReadModelInfo* info = find_model(one.name);
    std::string name = one.name;
    if (info != nullptr && context.language == Language::zh) name += " " + std::string(info->title_zh);
    table.add_row({name, std::to_string(one.version), with_thousands(one.cursor.value), with_thousands(one.lag),
                   with_thousands(one.keys), with_thousands(one.events_per_second), hex(one.digest).substr(0, 16)});
  }
  return table.text();
}

}  // namespace shiji::cli
