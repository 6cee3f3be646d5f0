#include "change_text.h"

#include "amounts.h"
#include "record_fields.h"
#include "record_text.h"
#include "table.h"
#include "teacher_names.h"

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::ReadModelInfo;
using projections::Record;

constexpr std::size_t rows_max = 30;
constexpr std::size_t reasons_max = 2;

/// A list is told by its length; its items are in --json.
std::string told(const Context& context, std::string_view key, const Record* field) {
  if (field == nullptr) return "-";
  if (const auto* list = std::get_if<List>(&field->content)) return with_thousands(list->size());
  return cell_text(context, key, *field);
}

std::string title(const Context& context, const ReadModelInfo& info, std::string_view key) {
  for (const auto& table : info.tables)
    if (table.key == key) return std::string(context.language == Language::zh ? table.title_zh : table.title_en);
  return head_of(context, info.columns, key);
}

/// "Points 12.00 -> 13.00; Attended 11 -> 12", of the fields that differ.
std::string difference(const Context& context, const ReadModelInfo& info, const projections::Change& change) {
  const auto& before = std::get<Fields>(change.before.content);
  const auto& after = std::get<Fields>(change.after.content);
  std::string out;
  const auto add = [&](std::string_view key, const Record* old_value, const Record* new_value) {
    const auto left = told(context, key, old_value);
    const auto right = told(context, key, new_value);
    if (!out.empty()) out += "; ";
    out += title(context, info, key) + " " + left + (left == right ? " *" : " -> " + right);
  };
  for (const auto& [key, value] : after) {
    const Record* old_value = change.before.find(key);
    // Who was not there at all is told by what is not nothing.
    if (before.empty() && value == Record(std::int64_t{0})) continue;
    if (key == info.key_name || (old_value != nullptr && *old_value == value)) continue;
    add(key, old_value, &value);
  }
  for (const auto& [key, value] : before) {
    if (key != info.key_name && change.after.find(key) == nullptr) add(key, &value, nullptr);
  }
  return out;
}

std::string reasons(const Context& context, const std::vector<projections::Touch>& why) {
  std::string out;
  for (std::size_t i = 0; i < why.size() && i < reasons_max; ++i) {
    if (i > 0) out += "; ";
    out += ledger::to_text(why[i].business_date) + " " + std::string(title_of_value(why[i].type, context.language)) +
           " #" + std::to_string(why[i].sequence.value);
  }
  if (why.size() > reasons_max) out += context.say(Message::and_more, {with_thousands(why.size() - reasons_max)});
  return out;
}

}  // namespace

Record record_of(std::string_view projection, const ChangedKey& changed) {
  List why;
  for (const auto& touch : changed.why) {
    why.push_back(Fields{{"sequence", number(touch.sequence)},
                         {"type", touch.type},
                         {"business_date", ledger::to_text(touch.business_date)},
                         {"recorded_at", ledger::to_text(touch.recorded_at)}});
  }
  return Fields{{"projection", std::string(projection)},
                {"key", changed.change.key},
                {"before", changed.change.before},
                {"after", changed.change.after},
                {"why", std::move(why)}};
}

std::string changes_text(const Context& context, const engine::Owner& owner, const ReadModelInfo& info,
                         const std::vector<ChangedKey>& changes) {
  const std::string name(context.language == Language::zh ? info.title_zh : info.title_en);
  if (changes.empty()) return context.say(Message::replay_nothing_changed, {name}) + "\n";
  const TeacherNames names(context, owner);
  const bool named = info.key_name == "teacher" && names.known();
  Table table;
  if (named) table.add_column(context.title("teacher_name"), Align::left);
  table.add_column(head_of(context, info.columns, info.key_name), Align::left);
  table.add_column(context.title("changed"), Align::left);
  table.add_column(context.title("why"), Align::left);
  for (std::size_t i = 0; i < changes.size() && i < rows_max; ++i) {
    const auto& [change, why] = changes[i];
    std::vector<std::string> row;
    if (named) row.push_back(names.find(change.after.find(info.key_name) ? change.after : change.before).name);
    row.insert(row.end(), {change.key, difference(context, info, change), reasons(context, why)});
    table.add_row(std::move(row));
  }
  std::string out = context.say(Message::replay_changed, {name, with_thousands(changes.size())}) + "\n" + table.text();
  if (changes.size() > rows_max)
    out += context.say(Message::replay_more, {with_thousands(changes.size() - rows_max)}) + "\n";
  return out;
}

}  // namespace shiji::cli
