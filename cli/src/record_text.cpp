#include "record_text.h"

#include "amounts.h"
#include "table.h"

#include <algorithm>

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::ReadModelInfo;
using projections::Record;
using projections::SealedText;

bool is_table(const List& list) { return !list.empty() && std::holds_alternative<Fields>(list.front().content); }

using Columns = std::span<const ReadModelInfo::Column>;

std::string table_of(const Context& context, const List& list, Columns columns) {
  Table table;
  const auto& first = std::get<Fields>(list.front().content);
  for (const auto& [key, value] : first)
    table.add_column(head_of(context, columns, key),
                     std::holds_alternative<std::int64_t>(value.content) ? Align::right : Align::left);
  for (const Record& item : list) {
    std::vector<std::string> cells;
    for (const auto& [key, value] : first) {
      const Record* cell = item.find(key);
      cells.push_back(cell == nullptr ? "" : cell_text(context, key, *cell));
    }
    table.add_row(std::move(cells));
  }
  return table.text();
}

/// How the model calls the list it holds under `key`.
const ReadModelInfo::Table* table_named(const ReadModelInfo* info, std::string_view key) {
  if (info == nullptr) return nullptr;
  for (const auto& table : info->tables)
    if (table.key == key) return &table;
  return nullptr;
}

std::string titled_table(const Context& context, std::string_view key, const List& list,
                         const ReadModelInfo::Table* table) {
  if (table == nullptr) return context.title(key) + "\n" + table_of(context, list, {});
  const std::string_view title = context.language == Language::zh ? table->title_zh : table->title_en;
  return (title.empty() ? context.title(key) : std::string(title)) + "\n" + table_of(context, list, table->columns);
}

std::string indented(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end != at) out += "  " + text.substr(at, end - at);
    out += "\n";
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return out;
}

constexpr std::string_view enum_keys[] = {"level",       "stage",  "kind",      "post", "outcome", "channel",
                                          "object_kind", "status", "appraisal", "area", "category"};
constexpr std::string_view plain_number_keys[] = {"year", "years_highlighted", "sequence", "version"};
constexpr std::string_view time_keys[] = {"starts_at", "ends_at", "opens_at", "closes_at"};

/// 2023-09-04T00:30:00.000000Z is 2023-09-04 08:30+08 on the wall of the room.
std::string wall_clock(const std::string& text) {
  constexpr std::int64_t eight_hours_us = std::int64_t{8} * 3600 * 1'000'000;
  const auto time = ledger::time_from_text(text);
  if (!time) return text;
  const std::string local = ledger::to_text(ledger::Time{time->value + eight_hours_us});
  return local.substr(0, 10) + " " + local.substr(11, 5) + "+08";
}

std::string text_for_people(const Context& context, std::string_view key, const std::string& text) {
  for (const auto name : time_keys)
    if (name == key) return wall_clock(text);
  // An object may be a school, and a level is a school's: the field's own word goes first.
  const std::string own = std::string(key) + "." + text;
  for (const auto name : enum_keys) {
    if (name != key) continue;
    const auto title = title_of_value(own, context.language);
    return std::string(title == own ? title_of_value(text, context.language) : title);
  }
  return text;
}

/// A count above 999 is grouped; a year or what one types again as a number is not.
std::string number_for_people(std::string_view key, std::int64_t amount) {
  auto text = amount_for_people(key, amount);
  const bool plain = std::ranges::find(plain_number_keys, key) != std::end(plain_number_keys);
  if (plain || amount < 0 || text != std::to_string(amount)) return text;
  return with_thousands(static_cast<std::uint64_t>(amount));
}

}  // namespace

std::string cell_text(const Context& context, std::string_view key, const Record& value) {
  if (const auto* flag = std::get_if<bool>(&value.content)) return context.say(*flag ? Message::yes : Message::no);
  if (const auto* amount = std::get_if<std::int64_t>(&value.content)) return number_for_people(key, *amount);
  if (const auto* text = std::get_if<std::string>(&value.content)) return text_for_people(context, key, *text);
  if (std::holds_alternative<SealedText>(value.content)) return context.say(Message::sealed_shown);
  std::string joined;
  if (const auto* list = std::get_if<List>(&value.content)) {
    for (const Record& item : *list) joined += (joined.empty() ? "" : ", ") + cell_text(context, key, item);
    return joined;
  }
  for (const auto& [name, field] : std::get<Fields>(value.content))
    joined += (joined.empty() ? "" : ", ") + context.title(name) + " " + cell_text(context, name, field);
  return joined;
}

std::string head_of(const Context& context, Columns columns, std::string_view key) {
  for (const auto& column : columns) {
    if (column.key != key) continue;
    const std::string_view head = context.language == Language::zh ? column.zh : column.en;
    return std::string(head.substr(0, std::min(head.find(" (\u00d7"), head.find(" (ppm)"))));
  }
  return context.title(key);
}

std::string record_text(const Context& context, const Record& record, const ReadModelInfo* info) {
  std::vector<std::pair<std::string, std::string>> lines;
  std::string nested;
  const Columns columns = info == nullptr ? Columns{} : info->columns;
  for (const auto& [key, value] : std::get<Fields>(record.content)) {
    const auto* list = std::get_if<List>(&value.content);
    const auto* table = table_named(info, key);
    if (list != nullptr && list->empty()) {
      if (table == nullptr) lines.emplace_back(head_of(context, columns, key), context.say(Message::none_yet));
      continue;
    }
    if (list != nullptr && is_table(*list)) {
      nested += "\n" + titled_table(context, key, *list, table);
    } else if (std::holds_alternative<Fields>(value.content)) {
      nested += head_of(context, columns, key) + "\n" + indented(record_text(context, value, nullptr));
    } else {
      lines.emplace_back(head_of(context, columns, key), cell_text(context, key, value));
    }
  }
  return lines_of(lines) + nested;
}

}  // namespace shiji::cli
