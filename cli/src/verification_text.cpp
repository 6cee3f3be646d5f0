#include "verification_text.h"

#include "amounts.h"
#include "record_fields.h"
#include "table.h"
#include "width.h"

#include <algorithm>

namespace shiji::cli {
namespace {

using engine::VerificationReport;
using projections::Fields;
using projections::List;
using projections::Record;

constexpr std::size_t faults_shown = 20;

std::uint64_t events_per_second(const VerificationReport& report) {
  if (report.microseconds == 0) return 0;
  return report.events * 1'000'000 / report.microseconds;
}

List list_of(const std::vector<engine::Fault>& found) {
  List faults;
  for (const engine::Fault& fault : found) {
    Fields fields{{"kind", fault.kind}};
    if (fault.sequence) fields.emplace_back("sequence", number(*fault.sequence));
    fields.emplace_back("stream", fault.stream);
    fields.emplace_back("where", fault.where);
    fields.emplace_back("message", fault.message);
    faults.emplace_back(std::move(fields));
  }
  return faults;
}

/// What the storage library says of a fault can be longer than any screen: it stands on a line below its row.
std::string with_messages(const std::string& table, const std::vector<engine::Fault>& faults) {
  constexpr std::size_t head_lines = 2;
  std::string text;
  std::size_t line = 0;
  for (std::size_t at = 0; at < table.size(); ++line) {
    const std::size_t end = std::min(table.find('\n', at), table.size() - 1) + 1;
    text += table.substr(at, end - at);
    if (line >= head_lines) text += "    " + printable(faults[line - head_lines].message) + "\n";
    at = end;
  }
  return text;
}

std::string fault_table(const Context& context, const std::vector<engine::Fault>& faults, std::uint64_t in_all) {
  Table table;
  table.add_column(context.title("kind"), Align::left);
  table.add_column(context.title("sequence"), Align::right);
  for (const auto* key : {"stream", "where"}) table.add_column(context.title(key), Align::left);
  const std::size_t shown = std::min(faults_shown, faults.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const engine::Fault& fault = faults[i];
    table.add_row({std::string(title_of_value("fault." + fault.kind, context.language)),
                   fault.sequence ? std::to_string(fault.sequence->value) : "", fault.stream, fault.where});
  }
  std::string text = with_messages(table.text(), faults);
  if (in_all > shown) text += context.say(Message::faults_more, {with_thousands(in_all - shown)}) + "\n";
  return text;
}

/// Who is outside and agrees on the most.
std::string confirmed_by(const VerificationReport& report) {
  for (const engine::OutsideAnswer& answer : report.outside)
    if (answer.agrees && answer.tree_size == report.confirmed_through) return answer.who;
  return {};
}

std::string last_line(const Context& context, const VerificationReport& report) {
  const bool well = is_well(report);
  const std::string through = with_thousands(report.confirmed_through.value);
  if (report.confirmed_through.value == 0)
    return context.say(well ? Message::consistent_in_itself : Message::faulty_and_unconfirmed);
  return context.say(well ? Message::confirmed_through : Message::faulty_but_confirmed,
                     {through, confirmed_by(report)});
}

}  // namespace

bool is_well(const VerificationReport& report) {
  return report.faults_in_all == 0 && report.faults.empty() &&
         std::ranges::all_of(report.outside, [](const auto& answer) { return answer.agrees; });
}

Record record_of(const VerificationReport& report, const OutsideTimes& times) {
  List outside;
  for (std::size_t i = 0; i < report.outside.size(); ++i) {
    const engine::OutsideAnswer& answer = report.outside[i];
    const bool known = i < times.size() && times[i].has_value();
    outside.emplace_back(Fields{{"who", answer.who},
                                {"tree_size", number(answer.tree_size)},
                                {"when", known ? ledger::to_text(*times[i]) : std::string()},
                                {"agrees", answer.agrees}});
  }
  return Fields{{"events", number(report.events)},
                {"root", hex(report.root)},
                {"tree_size", number(report.tree_size)},
                {"seconds", number(report.microseconds / 1'000'000)},
                {"microseconds", number(report.microseconds)},
                {"events_per_second", number(events_per_second(report))},
                {"faults", list_of(report.faults)},
                {"faults_in_all", number(report.faults_in_all)},
                {"warnings", list_of(report.warnings)},
                {"warnings_in_all", number(report.warnings_in_all)},
                {"outside", std::move(outside)},
                {"confirmed_through", number(report.confirmed_through)}};
}

std::string verification_text(const Context& context, const VerificationReport& report) {
  std::string text =
      lines_of({{context.title("events"), with_thousands(report.events)},
                {context.title("tree_size"), with_thousands(report.tree_size.value)},
                {context.title("root"), hex(report.root)},
                {context.title("rate"), context.say(Message::rate_line, {with_thousands(events_per_second(report)),
                                                                         seconds_of(report.microseconds)})}});
  for (const engine::OutsideAnswer& answer : report.outside)
    text += context.say(answer.agrees ? Message::outside_agrees : Message::outside_disagrees,
                        {answer.who, with_thousands(answer.tree_size.value)}) +
            "\n";
  if (report.faults_in_all == 0) {
    text += context.say(Message::no_faults) + "\n";
  } else {
    text += context.say(Message::faults_found, {with_thousands(report.faults_in_all)}) + "\n";
    text += fault_table(context, report.faults, report.faults_in_all);
  }
  if (report.warnings_in_all > 0) {
    text += context.say(Message::warnings_found, {with_thousands(report.warnings_in_all)}) + "\n";
    text += fault_table(context, report.warnings, report.warnings_in_all);
  }
  return text + last_line(context, report) + "\n";
}

}  // namespace shiji::cli
