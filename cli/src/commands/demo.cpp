#include "demo/demo.h"

#include "amounts.h"
#include "closing_report_record.h"
#include "closing_report_text.h"
#include "commands/commands.h"
#include "failure_output.h"
#include "json_output.h"
#include "progress.h"
#include "record_fields.h"
#include "table.h"
#include "verification_text.h"

#include <algorithm>

namespace shiji::cli {
namespace {

using demo::DemoResult;
using demo::Figure;
using projections::Fields;
using projections::List;
using projections::Record;

bool is_story(const std::string& name) {
  return std::ranges::any_of(demo::names(), [&name](const auto& story) { return story.name == name; });
}

Answer list_stories(const Context& context) {
  List list;
  Table table;
  table.add_column(context.say(Message::stories), Align::left);
  table.add_column("", Align::left);
  for (const auto& story : demo::names()) {
    const std::string title(context.language == Language::zh ? story.title_zh : story.title_en);
    list.emplace_back(Fields{{"name", std::string(story.name)}, {"title", title}});
    table.add_row({std::string(story.name), title});
  }
  if (context.json)
    context.line(json_of(Fields{{"stories", std::move(list)}}));
  else
    context.out.write(table.text());
  return Verdict::well;
}

demo::Progress progress_of(Progress& progress) {
  const auto step = progress.callback();
  if (!step) return {};
  return [&progress, step](demo::Phase phase, std::uint64_t done, std::uint64_t total) {
    constexpr Message what[] = {Message::progress_append, Message::progress_project, Message::progress_verify,
                                Message::progress_tamper};
    progress.turn_to(what[static_cast<std::size_t>(phase)]);
    step(done, total);
  };
}

/// A count is a number in JSON; what is no count stays text.
Record value_of(const std::string& text) {
  const auto count = number_from_text(text);
  return count ? number(*count) : Record(text);
}

Record record_of_demo(const Context& context, const DemoResult& result) {
  List figures;
  for (const Figure& figure : result.figures)
    figures.emplace_back(Fields{{"name", figure.name},
                                {"expected", value_of(figure.expected)},
                                {"actual", value_of(figure.actual)},
                                {"derived", figure.derived},
                                {"measurable", figure.measurable},
                                {"equal", figure.equal}});
  return Fields{{"ledger", context.directory},
                {"figures", std::move(figures)},
                {"events", number(result.events)},
                {"root", hex(result.root)},
                {"checkpoint", result.checkpoint},
                {"verify", record_of(result.verification, {})},
                {"tampered_where", result.tampered_where},
                {"tampered", record_of(result.tampered, {})},
                {"report", record_of_report(result)},
                {"sample_teacher", result.sample_teacher},
                {"append_microseconds", number(result.append_microseconds)},
                {"project_microseconds", number(result.project_microseconds)},
                {"verify_microseconds", number(result.verify_microseconds)}};
}

std::string figure_table(const Context& context, const std::vector<Figure>& figures) {
  Table table;
  table.add_column(context.title("figure"), Align::left);
  table.add_column(context.title("expected"), Align::right);
  table.add_column(context.title("actual"), Align::right);
  table.add_column(context.title("result"), Align::left);
  table.add_column(context.title("source"), Align::left);
  for (const Figure& figure : figures) {
    const Message verdict = !figure.measurable ? Message::figure_unmeasurable
                            : figure.equal     ? Message::figure_equal
                                               : Message::figure_differs;
    table.add_row({context.language == Language::zh ? figure.title_zh : figure.title_en, figure.expected, figure.actual,
                   context.say(verdict),
                   context.say(figure.derived ? Message::figure_derived : Message::figure_stated)});
  }
  return table.text();
}

std::string text_of_demo(const Context& context, const DemoResult& result) {
  std::string text = context.say(Message::demo_ledger, {context.directory, with_thousands(result.events)}) + "\n";
  text +=
      context.say(Message::demo_times, {seconds_of(result.append_microseconds), seconds_of(result.project_microseconds),
                                        seconds_of(result.verify_microseconds)}) +
      "\n\n" + figure_table(context, result.figures);
  text += "\n" + context.say(Message::demo_verify) + "\n" + verification_text(context, result.verification);
  text += "\n" + context.say(Message::demo_tampered, {result.tampered_where}) + "\n";
  text += is_well(result.tampered) ? context.say(Message::demo_tamper_missed) + "\n"
                                   : verification_text(context, result.tampered);
  text += "\n" + closing_report_text(context, result);
  if (context.quiet || result.sample_teacher.empty()) return text;
  const std::string program = "  shiji --ledger " + context.directory;
  text += "\n" + context.say(Message::demo_next) + "\n" + program + " query statement " + result.sample_teacher + "\n";
  for (const auto* question :
       {"points --order -points_centi --limit 10", "experts --order -reviews --limit 10", "units 370112"})
    text += program + " query " + question + "\n";
  text += program + " query profile " + result.sample_teacher + "\n";
  return text + program + " status\n";
}

Verdict verdict_of(const DemoResult& result) {
  const bool equal = std::ranges::all_of(result.figures, [](const Figure& figure) { return figure.equal; });
  return equal && is_well(result.verification) && !is_well(result.tampered) ? Verdict::well : Verdict::wrong;
}

}  // namespace

Answer run(const Context& context, const DemoArguments& arguments) {
  if (arguments.name.empty()) return list_stories(context);
  if (!is_story(arguments.name)) return usage_error(arguments.name, context.say(Message::usage_no_story));
  Progress progress(context, Message::progress_append);
  const demo::DemoOptions options{arguments.name, context.directory, arguments.scale_ppm, arguments.seed};
  const auto result = demo::run(options, progress_of(progress));
  if (!result) return result.failure();
  progress.clear();
  if (context.json)
    context.line(json_of(record_of_demo(context, *result)));
  else
    context.out.write(text_of_demo(context, *result));
  return verdict_of(*result);
}

}  // namespace shiji::cli
