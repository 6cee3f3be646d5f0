#include "commands/refusals.h"

#include "csv.h"
#include "json_output.h"
#include "record_fields.h"
#include "record_text.h"
#include "row_limit.h"
#include "shiji/engine/owner/refusal_log.h"
#include "table.h"

#include <array>

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::List;
using projections::Record;

constexpr std::array fields_of_refusal{"recorded_at", "code",         "name",       "rule",        "message",
                                       "place",       "expected",     "submission", "type",        "stream",
                                       "actor",       "working_unit", "subjects",   "occurred_at", "business_date"};
constexpr std::array heads_of_refusals{"recorded_at", "code", "message", "type", "stream", "actor", "place"};

/// The keys of a refusal as any verb answers it, then what is known of the event.
Record refusal_record(const ledger::LoggedRefusal& refusal, Language language) {
  const auto text = ledger::text_of(static_cast<ledger::RefusalCode>(refusal.code));
  const auto message = language == Language::zh ? text.zh : text.en;
  Fields fields{{"recorded_at", to_text(refusal.recorded_at)},
                {"code", number(refusal.code)},
                {"name", refusal.name},
                {"rule", std::string(text.rule)},
                {"message", message.empty() ? refusal.name : std::string(message)},  // a newer rule has its name alone
                {"place", refusal.place},
                {"expected", refusal.expected},
                {"submission", refusal.submission}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) fields.emplace_back(key, value);
  };
  add("type", refusal.type);
  add("stream", refusal.stream);
  add("actor", refusal.actor);
  add("working_unit", refusal.working_unit);
  List subjects;
  for (const auto& subject : refusal.subjects) subjects.emplace_back(hex(subject));
  if (!subjects.empty()) fields.emplace_back("subjects", std::move(subjects));
  if (refusal.occurred_at) add("occurred_at", to_text(*refusal.occurred_at));
  if (refusal.business_date) add("business_date", to_text(*refusal.business_date));
  return {std::move(fields)};
}

/// Writes what was found as it comes, or collects it for a table.
class FoundRefusals {
 public:
  FoundRefusals(const Context& context, const EventsArguments& arguments)
      : context_(context), csv_(arguments.csv), rows_(context, arguments.limit, !arguments.csv && !context.json) {
    if (csv_) context.out.write(csv_row({fields_of_refusal.begin(), fields_of_refusal.end()}));
    for (const auto* head : heads_of_refusals) {
      const bool is_number = std::string_view(head) == "code";
      table_.add_column(context.title(head), is_number ? Align::right : Align::left);
    }
  }

  /// False when there are enough.
  bool add(const ledger::LoggedRefusal& refusal) {
    if (!rows_.take()) return false;
    const auto record = refusal_record(refusal, context_.language);
    if (csv_) {
      context_.out.write(csv_row(texts_of(record, fields_of_refusal)));
    } else if (context_.json) {
      context_.line(json_of(record));
    } else {
      table_.add_row(texts_of(record, heads_of_refusals));
    }
    return context_.out.open() && rows_.wants_more();
  }

  void finish() {
    if (!csv_ && !context_.json) context_.out.write(table_.text());
  }

 private:
  template <typename Keys>
  static std::vector<std::string> texts_of(const Record& record, const Keys& keys) {
    std::vector<std::string> texts;
    texts.reserve(keys.size());
    for (const auto* key : keys) texts.push_back(plain_text(record.find(key)));
    return texts;
  }

  const Context& context_;
  bool csv_;
  RowLimit rows_;
  Table table_;
};

}  // namespace

Answer list_refusals(const Context& context, const EventsArguments& arguments) {
  FoundRefusals found(context, arguments);
  const auto visit = [&](const ledger::LoggedRefusal& refusal) {
    return !matches(arguments.filter, refusal) || found.add(refusal);
  };
  if (const auto read = engine::read_refusals(context.directory, context.environment, visit); !read)
    return read.failure();
  found.finish();
  return Verdict::well;
}

}  // namespace shiji::cli
