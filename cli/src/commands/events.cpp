#include "commands/refusals.h"
#include "csv.h"
#include "event_line.h"
#include "json_output.h"
#include "line_fields.h"
#include "open_ledger.h"
#include "record_text.h"
#include "row_limit.h"
#include "table.h"

#include <algorithm>
#include <array>

namespace shiji::cli {
namespace {

using projections::Record;

constexpr std::array<std::string_view, 12> csv_columns{"sequence",     "recorded_at", "occurred_at", "business_date",
                                                       "stream",       "version",     "type",        "actor",
                                                       "working_unit", "subjects",    "payload",     "leaf_hash"};
constexpr std::array table_columns{"sequence", "recorded_at", "type", "stream", "actor", "working_unit"};

/// Writes what was found as it comes, or collects it for a table; keeps the first failure.
class FoundEvents {
 public:
  FoundEvents(const Context& context, const engine::Owner& owner, const EventsArguments& arguments)
      : context_(context),
        opener_(opener_of(owner)),
        csv_(arguments.csv),
        rows_(context, arguments.limit, !arguments.csv && !context.json) {
    if (csv_) context.out.write(csv_row({csv_columns.begin(), csv_columns.end()}));
    for (const auto* column : table_columns) {
      const bool is_number = std::string_view(column) == "sequence";
      table_.add_column(context.title(column), is_number ? Align::right : Align::left);
    }
  }

  bool operator()(const engine::RecordedEvent& recorded) {
    if (!rows_.take()) return false;
    const auto line = event_line(recorded, opener_);
    if (!line) return status_ = line.failure(), false;
    if (csv_) {
      context_.out.write(csv_row(cells_of(*line)));
    } else if (context_.json) {
      context_.line(*line);
    } else {
      const auto record = record_from_json(*line);
      if (!record) return status_ = record.failure(), false;
      add(*record);
    }
    return context_.out.open() && rows_.wants_more();
  }

  ledger::Status finish() {
    if (status_ && !csv_ && !context_.json) context_.out.write(table_.text());
    return status_;
  }

 private:
  static std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells(csv_columns.size());
    for (LineFields fields(line); fields.next();) {
      const auto* const column = std::ranges::find(csv_columns, fields.name());
      if (column != csv_columns.end()) cells[std::size_t(column - csv_columns.begin())] = plain_text(fields.json());
    }
    return cells;
  }

  void add(const Record& record) {
    std::vector<std::string> row;
    for (const auto* column : table_columns) {
      const Record* field = record.find(column);
      row.push_back(field == nullptr ? "" : cell_text(context_, column, *field));
    }
    table_.add_row(std::move(row));
  }

  const Context& context_;
  ledger::JsonCommand::Opener opener_;
  bool csv_;
  RowLimit rows_;
  Table table_;
  ledger::Status status_ = ledger::done();
};

}  // namespace

Answer run(const Context& context, const EventsArguments& arguments) {
  if (arguments.refused) return list_refusals(context, arguments);
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  FoundEvents found(context, **owner, arguments);
  const auto read =
      (*owner)->search(arguments.filter, [&](const engine::RecordedEvent& recorded) { return found(recorded); });
  if (!read) return read.failure();
  if (const auto written = found.finish(); !written) return written.failure();
  return Verdict::well;
}

}  // namespace shiji::cli
