#include "cut_options.h"

#include "amounts.h"
#include "failure_output.h"

namespace shiji::cli {
namespace {

constexpr std::int64_t day_us = std::int64_t{24 * 3'600} * 1'000'000;
constexpr std::int64_t shanghai_us = std::int64_t{8 * 3'600} * 1'000'000;

}  // namespace

std::optional<ledger::Time> moment_from_text(const std::string& text, std::int64_t days_later) {
  if (const auto time = ledger::time_from_text(text)) return time;
  const auto date = ledger::date_from_text(text);
  if (!date) return std::nullopt;
  return ledger::Time{(date->value + days_later) * day_us - shanghai_us};
}

void add_cut_options(VerbTable& table, CLI::App& app, CutText& text) {
  app.add_option("--as-of", text.as_of, table.text(Message::option_as_of))->type_name("SEQ|TIME|DATE");
  app.add_option("--happened-by", text.happened_by, table.text(Message::option_happened_by))->type_name("DATE");
}

ledger::Result<CutArguments> cut_from_text(const VerbTable& table, const CutText& text) {
  CutArguments cut;
  if (!text.as_of.empty()) {
    cut.as_of_sequence = number_from_text(text.as_of);
    const bool is_date = ledger::date_from_text(text.as_of).has_value();
    if (!cut.as_of_sequence) cut.as_of_time = moment_from_text(text.as_of, 1);
    if (!cut.as_of_sequence && !cut.as_of_time)
      return usage_error("--as-of " + text.as_of, table.text(Message::usage_as_of));
    if (is_date) --cut.as_of_time->value;  // the last microsecond of the day
  }
  if (!text.happened_by.empty()) {
    cut.happened_by = ledger::date_from_text(text.happened_by);
    if (!cut.happened_by) return usage_error("--happened-by " + text.happened_by, table.text(Message::usage_date));
  }
  return cut;
}

}  // namespace shiji::cli
