#include "query_list.h"

#include "csv.h"
#include "failure_output.h"
#include "json_output.h"
#include "models.h"
#include "record_text.h"
#include "sealed_fields.h"
#include "shown_record.h"
#include "table.h"

#include <algorithm>

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::ReadModel;
using projections::ReadModelInfo;
using projections::Record;

struct Order {
  std::string column;
  bool descending = false;
};

Order order_of(const std::string& text) {
  if (text.starts_with("-")) return {text.substr(1), true};
  return {text, false};
}

bool is_plain(const Record& value) {
  return std::holds_alternative<std::int64_t>(value.content) || std::holds_alternative<std::string>(value.content) ||
         std::holds_alternative<bool>(value.content);
}

/// `option` is what the column was named for.
ledger::Status check_known(const Context& context, const std::string& option, std::string_view name,
                           const ReadModelInfo& info) {
  std::string names;
  for (const auto& column : info.columns) {
    if (column.key == name) return ledger::done();
    names += (names.empty() ? "" : " ") + std::string(column.key);
  }
  return usage_error(option, context.say(Message::usage_no_column, {names}));
}

/// A record may lack the field: a teacher nobody registered has no school. It stands behind those that have it.
ledger::Status check_plain(const Context& context, const std::string& option, std::string_view name,
                           const Record& record) {
  const Record* field = record.find(name);
  if (field == nullptr || is_plain(*field)) return ledger::done();
  const Message why = is_sealed(record, name) ? Message::usage_sealed_column : Message::usage_column_not_plain;
  return usage_error(option, context.say(why));
}

/// Plain values of one column are of one kind; should they not be, kinds stand apart.
int compared(const Record& left, const Record& right) {
  if (left.content.index() != right.content.index()) return left.content.index() < right.content.index() ? -1 : 1;
  if (const auto* number = std::get_if<std::int64_t>(&left.content)) {
    const auto other = std::get<std::int64_t>(right.content);
    return *number < other ? -1 : *number > other ? 1 : 0;
  }
  if (const auto* flag = std::get_if<bool>(&left.content))
    return static_cast<int>(*flag) - static_cast<int>(std::get<bool>(right.content));
  if (const auto* text = std::get_if<std::string>(&left.content))
    return text->compare(std::get<std::string>(right.content));
  return 0;
}

void sort_by(std::vector<Record>& records, const Order& order) {
  // Records come in the order of their keys; a stable sort keeps that for ties.
  std::ranges::stable_sort(records, [&order](const Record& left, const Record& right) {
    const Record* a = left.find(order.column);
    const Record* b = right.find(order.column);
    if (a == nullptr || b == nullptr) return a != nullptr && b == nullptr;
    const int result = compared(*a, *b);
    return order.descending ? result > 0 : result < 0;
  });
}

/// The columns a question names, and what it was asked as.
struct Named {
  std::string option, column;
};
std::vector<Named> columns_named(const QueryArguments& asked) {
  std::vector<Named> out;
  if (!asked.order.empty()) out.push_back({"--order " + asked.order, order_of(asked.order).column});
  for (const auto& [column, value] : asked.where) {
    std::string option = "--where ";
    out.push_back({option.append(column).append("=").append(value), column});
  }
  return out;
}

bool is_wanted(const Record& record, const QueryArguments& asked) {
  return std::ranges::all_of(asked.where, [&record](const auto& condition) {
    const Record* field = record.find(condition.first);
    return field != nullptr && plain_text(field) == condition.second;
  });
}

ledger::Result<std::vector<Record>> collect(const Context& context, const ReadModel& model, const ReadModelInfo& info,
                                            const QueryArguments& asked) {
  const auto columns = columns_named(asked);
  for (const auto& [option, column] : columns) {
    if (const auto known = check_known(context, option, column, info); !known) return known.failure();
  }
  const bool ordered = !asked.order.empty();
  const std::uint64_t limit = asked.limit.value_or(UINT64_MAX);
  std::vector<Record> records;
  ledger::Status sound = ledger::done();
  const auto visited = model.each([&](const Record& record) {
    if (!ordered && records.size() >= limit) return false;
    for (const auto& [option, column] : columns) {
      if (sound) sound = check_plain(context, option, column, record);
    }
    if (sound && is_wanted(record, asked)) records.push_back(record);
    return sound.ok();
  });
  if (!visited) return visited.failure();
  if (!sound) return sound.failure();
  if (ordered) sort_by(records, order_of(asked.order));
  if (records.size() > limit) records.resize(limit);
  return records;
}

void write_csv(const Context& context, const std::vector<Record>& records, const ReadModelInfo& info) {
  std::vector<std::string> row;
  for (const auto& column : info.columns) row.emplace_back(column.key);
  context.out.write(csv_row(row));
  for (const Record& record : records) {
    if (!context.out.open()) return;
    row.clear();
    for (const auto& column : info.columns) row.push_back(plain_text(record.find(column.key)));
    context.out.write(csv_row(row));
  }
}

/// Columns of text stand left, numbers right; what the first record holds decides.
Align align_of(const Record& first, std::string_view key) {
  const Record* field = first.find(key);
  return field != nullptr && std::holds_alternative<std::int64_t>(field->content) ? Align::right : Align::left;
}

std::string text_of_list(const Context& context, const engine::Owner& owner, const std::vector<Record>& records,
                         const ReadModelInfo& info, bool ranked) {
  const ShownRecords shown(context, owner);
  const TeacherNames& names = shown.people();
  const bool of_persons = info.key_name == "teacher" || info.key_name == "expert";
  const bool named = of_persons && records.front().find("name") == nullptr && names.known();
  Table table;
  if (ranked) table.add_column(context.title("rank"), Align::right);
  if (named) {
    table.add_column(context.title("teacher_name"), Align::left);
    table.add_column(context.title("school"), Align::left);
  }
  for (const auto& column : info.columns)
    table.add_column(head_of(context, info.columns, column.key), align_of(records.front(), column.key));
  std::size_t rank = 0;
  for (const Record& raw : records) {
    const Record record = shown.row(raw);
    std::vector<std::string> cells;
    if (ranked) cells.push_back(std::to_string(++rank));
    if (named) {
      const TeacherName name = names.find(record);
      cells.insert(cells.end(), {name.name, name.school});
    }
    for (const auto& column : info.columns) {
      const Record* field = record.find(column.key);
      cells.push_back(field == nullptr ? "" : cell_text(context, column.key, *field));
    }
    table.add_row(std::move(cells));
  }
  return table.text();
}

}  // namespace

Answer query_list(const Context& context, const engine::Owner& owner, const ReadModel& model, const ReadModelInfo& info,
                  const ListQuestion& question) {
  auto records = collect(context, model, info, question.asked);
  if (!records) return records.failure();
  for (Record& record : *records) record = opened(owner, std::move(record));
  if (question.asked.csv) {
    write_csv(context, *records, info);
  } else if (context.json) {
    for (const Record& record : *records) {
      if (!context.out.open()) break;
      context.line(json_of(as_of(question.status, record)));
    }
  } else if (records->empty()) {
    context.line(context.say(Message::records_none));
  } else {
    context.out.write(text_of_list(context, owner, *records, info, !question.asked.order.empty()));
  }
  return Verdict::well;
}

}  // namespace shiji::cli
