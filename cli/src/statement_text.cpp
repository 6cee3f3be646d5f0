#include "statement_text.h"

#include "amounts.h"
#include "record_text.h"
#include "table.h"
#include "teacher_names.h"

namespace shiji::cli {
namespace {

using projections::List;
using projections::Record;

constexpr std::string_view amount_keys[] = {"minutes", "class_hours_centi", "credit_milli", "points_centi"};

std::string text_in(const Record& record, std::string_view key) {
  const Record* field = record.find(key);
  const auto* text = field == nullptr ? nullptr : std::get_if<std::string>(&field->content);
  return text == nullptr ? std::string() : *text;
}

/// A line gives either credits or points; what it does not give stays blank.
std::string amount_in(const Record& line, std::string_view key, bool always) {
  const Record* field = line.find(key);
  const auto* amount = field == nullptr ? nullptr : std::get_if<std::int64_t>(&field->content);
  if (amount == nullptr) return {};
  const bool of_points = key == "points_centi";
  if (!always && of_points != (text_in(line, "kind") == "points")) return {};
  return amount_for_people(key, *amount);
}

std::string rule_item(const Context& context, const Record& line) {
  const std::string title = text_in(line, context.language == Language::zh ? "item_zh" : "item_en");
  return title.empty() ? text_in(line, "item") : title;
}

std::string heading(const Context& context, const engine::Owner& owner, const Record& statement) {
  const TeacherName who = TeacherNames(context, owner).find(statement);
  const std::string teacher = text_in(statement, "teacher");
  std::string text = context.say(Message::statement_title, {who.name.empty() ? teacher : who.name}) + "\n";
  if (!who.school.empty()) text += context.say(Message::statement_school, {who.school}) + "\n";
  if (!who.name.empty()) text += context.say(Message::unnamed_teacher, {teacher}) + "\n";
  return text;
}

}  // namespace

std::string statement_text(const Context& context, const engine::Owner& owner, const Record& statement) {
  Table table;
  for (const auto* key : {"business_date", "title", "item"}) table.add_column(context.title(key), Align::left);
  for (const auto key : amount_keys) table.add_column(context.title(key), Align::right);
  table.add_column(context.title("sequence"), Align::right);
  const Record* lines = statement.find("lines");
  const auto* list = lines == nullptr ? nullptr : std::get_if<List>(&lines->content);
  for (const Record& line : list == nullptr ? List{} : *list) {
    std::vector<std::string> cells{text_in(line, "business_date"), text_in(line, "title"), rule_item(context, line)};
    for (const auto key : amount_keys) cells.push_back(amount_in(line, key, false));
    const Record* sequence = line.find("sequence");
    cells.push_back(sequence == nullptr ? "" : cell_text(context, "sequence", *sequence));
    table.add_row(std::move(cells));
  }
  table.add_rule();
  std::vector<std::string> totals{context.say(Message::statement_totals), "", ""};
  for (const auto key : amount_keys) totals.push_back(amount_in(statement, key, true));
  table.add_row(std::move(totals));
  return heading(context, owner, statement) + "\n" + table.text();
}

}  // namespace shiji::cli
