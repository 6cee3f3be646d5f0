#include "failure_output.h"

#include "json_output.h"
#include "table.h"

namespace shiji::cli {
namespace {

using projections::Fields;
using projections::Record;

std::string_view in_language(Language language, std::string_view en, std::string_view zh) {
  return language == Language::zh ? zh : en;
}

int report(const Context& context, const ledger::Refusal& refusal) {
  const ledger::RefusalText text = ledger::text_of(refusal.code);
  const std::string message(in_language(context.language, text.en, text.zh));
  const auto number = static_cast<std::int64_t>(refusal.code);
  if (context.json) {
    Fields inner{{"code", number},          {"name", std::string(text.name)}, {"rule", std::string(text.rule)},
                 {"message", message},      {"place", refusal.place},         {"expected", refusal.expected},
                 {"actual", refusal.actual}};
    context.line(json_of(Record(Fields{{"refusal", Record(std::move(inner))}})));
    return 1;
  }
  std::string out = context.say(Message::refused) + ": " + message + "\n";
  std::vector<std::pair<std::string, std::string>> lines;
  if (!refusal.place.empty()) lines.emplace_back("  " + context.say(Message::place_line), refusal.place);
  if (!refusal.expected.empty()) lines.emplace_back("  " + context.say(Message::expected_line), refusal.expected);
  if (!refusal.actual.empty()) lines.emplace_back("  " + context.say(Message::actual_line), refusal.actual);
  out += lines_of(lines);
  out += "  " + context.say(Message::rule_line, {std::to_string(number), text.name, text.rule}) + "\n";
  context.out.note(out);
  return 1;
}

int report(const Context& context, const ledger::Error& error) {
  const ledger::ErrorText text = ledger::text_of(error.code);
  std::string message(in_language(context.language, text.en, text.zh));
  if (!error.detail.empty()) message += (context.language == Language::zh ? "：" : ": ") + error.detail;
  if (context.json) {
    Fields inner{{"kind", std::string(text.name)}, {"message", message}, {"place", error.place}};
    context.line(json_of(Record(Fields{{"error", Record(std::move(inner))}})));
    return 2;
  }
  std::string out = context.say(Message::failed) + ": " + message + "\n";
  if (!error.place.empty()) out += lines_of({{"  " + context.say(Message::place_line), error.place}});
  context.out.note(out);
  return 2;
}

}  // namespace

int report_failure(const Context& context, const ledger::Failure& failure) {
  return std::visit([&](const auto& what) { return report(context, what); }, failure);
}

}  // namespace shiji::cli
