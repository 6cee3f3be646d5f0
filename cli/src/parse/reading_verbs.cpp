#include "amounts.h"
#include "failure_output.h"
#include "verbs.h"

namespace shiji::cli {
namespace {

using ledger::Result;

void add_show(VerbTable& table) {
  auto arguments = std::make_shared<ShowArguments>();
  CLI::App* app = table.add("show", Message::about_show);
  app->add_option("TARGET", arguments->target, table.text(Message::option_show_target))->required()->type_name("");
  app->add_option("--from-version", arguments->from_version, table.text(Message::option_from_version))
      ->type_name("N")
      ->check(whole_number(table));
  table.on(app, [arguments, &table]() -> Result<Arguments> {
    if (arguments->from_version && number_from_text(arguments->target))
      return usage_error("--from-version", table.text(Message::usage_from_version));
    return Arguments(*arguments);
  });
}

constexpr std::int64_t day_us = std::int64_t{24 * 3'600} * 1'000'000;
constexpr std::int64_t shanghai_us = std::int64_t{8 * 3'600} * 1'000'000;

/// A time, or the beginning of a day in Asia/Shanghai; `days_later` moves to the end of it.
std::optional<ledger::Time> moment(const std::string& text, std::int64_t days_later) {
  if (const auto time = ledger::time_from_text(text)) return time;
  const auto date = ledger::date_from_text(text);
  if (!date) return std::nullopt;
  return ledger::Time{(date->value + days_later) * day_us - shanghai_us};
}

void add_events(VerbTable& table) {
  struct Given {
    EventsArguments arguments;
    std::string subject, since, until;
  };
  auto given = std::make_shared<Given>();
  auto& filter = given->arguments.filter;
  CLI::App* app = table.add("events", Message::about_events);
  app->add_option("--actor", filter.actor, table.text(Message::option_events_actor))->type_name("NAME");
  app->add_option("--subject", given->subject, table.text(Message::option_events_subject))->type_name("ID");
  app->add_option("--unit", filter.unit, table.text(Message::option_events_unit))->type_name("CODE");
  app->add_option("--type", filter.type, table.text(Message::option_events_type))->type_name("GLOB");
  app->add_option("--since", given->since, table.text(Message::option_events_since))->type_name("T");
  app->add_option("--until", given->until, table.text(Message::option_events_until))->type_name("T");
  app->add_option("--limit", given->arguments.limit, table.text(Message::option_limit))
      ->type_name("N")
      ->check(whole_number(table));
  app->add_flag("--csv", given->arguments.csv, table.text(Message::option_csv));
  table.on(app, [given, &table]() -> Result<Arguments> {
    auto& wanted = given->arguments.filter;
    if (!given->subject.empty()) {
      wanted.subject = ledger::fixed_from_hex<ledger::Subject>(given->subject);
      if (!wanted.subject) return usage_error("--subject " + given->subject, table.text(Message::usage_subject));
    }
    if (!given->since.empty() && !(wanted.since = moment(given->since, 0)))
      return usage_error("--since " + given->since, table.text(Message::usage_time));
    if (!given->until.empty() && !(wanted.until = moment(given->until, 1)))
      return usage_error("--until " + given->until, table.text(Message::usage_time));
    return Arguments(given->arguments);
  });
}

void add_subscribe(VerbTable& table) {
  auto arguments = std::make_shared<SubscribeArguments>();
  CLI::App* app = table.add("subscribe", Message::about_subscribe);
  app->add_option("--from", arguments->from, table.text(Message::option_from))
      ->type_name("SEQ")
      ->check(whole_number(table));
  app->add_option("--stream", arguments->stream, table.text(Message::option_stream_prefix))->type_name("PREFIX");
  app->add_option("--type", arguments->type, table.text(Message::option_type_glob))->type_name("GLOB");
  app->add_flag("--follow", arguments->follow, table.text(Message::option_follow));
  app->add_option("--cursor", arguments->cursor, table.text(Message::option_cursor))->type_name("FILE");
  table.on(app, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

void add_project(VerbTable& table) {
  auto arguments = std::make_shared<ProjectArguments>();
  CLI::App* app = table.add("project", Message::about_project);
  app->add_option("NAME", arguments->names, table.text(Message::option_projection))->type_name("");
  app->add_flag("--rebuild", arguments->rebuild, table.text(Message::option_rebuild));
  app->add_flag("--follow", arguments->follow, table.text(Message::option_follow));
  table.on(app, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

void add_query(VerbTable& table) {
  auto arguments = std::make_shared<QueryArguments>();
  CLI::App* app = table.add("query", Message::about_query);
  app->add_option("NAME", arguments->name, table.text(Message::option_query_name))->required()->type_name("");
  app->add_option("KEY", arguments->key, table.text(Message::option_query_key))->type_name("");
  app->add_option("--order", arguments->order, table.text(Message::option_order))->type_name("K|-K");
  app->add_option("--limit", arguments->limit, table.text(Message::option_limit))
      ->type_name("N")
      ->check(whole_number(table));
  table.on(app, [arguments, &table]() -> Result<Arguments> {
    if (!arguments->key.empty() && (!arguments->order.empty() || arguments->limit))
      return usage_error("KEY", table.text(Message::usage_key_or_order));
    return Arguments(*arguments);
  });
}

}  // namespace

void add_reading_verbs(VerbTable& table) {
  add_show(table);
  add_events(table);
  add_subscribe(table);
  add_project(table);
  add_query(table);
  table.on(table.add("serve", Message::about_serve), []() -> Result<Arguments> { return Arguments(ServeArguments{}); });
  table.on(table.add("status", Message::about_status),
           []() -> Result<Arguments> { return Arguments(StatusArguments{}); });
}

}  // namespace shiji::cli
