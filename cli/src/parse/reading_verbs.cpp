#include "amounts.h"
#include "cut_options.h"
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
  app->add_flag("--refused", given->arguments.refused, table.text(Message::option_refused));
  app->add_flag("--csv", given->arguments.csv, table.text(Message::option_csv));
  table.on(app, [given, &table]() -> Result<Arguments> {
    auto& wanted = given->arguments.filter;
    if (!given->subject.empty()) {
      wanted.subject = ledger::fixed_from_hex<ledger::Subject>(given->subject);
      if (!wanted.subject) return usage_error("--subject " + given->subject, table.text(Message::usage_subject));
    }
    if (!given->since.empty() && !(wanted.since = moment_from_text(given->since, 0)))
      return usage_error("--since " + given->since, table.text(Message::usage_time));
    if (!given->until.empty() && !(wanted.until = moment_from_text(given->until, 1)))
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
  struct Given {
    QueryArguments arguments;
    std::vector<std::string> where;
    CutText cut;
  };
  auto given = std::make_shared<Given>();
  auto& wanted = given->arguments;
  CLI::App* app = table.add("query", Message::about_query);
  app->add_option("NAME", wanted.name, table.text(Message::option_query_name))->required()->type_name("");
  app->add_option("KEY", wanted.key, table.text(Message::option_query_key))->type_name("");
  app->add_option("--where", given->where, table.text(Message::option_where))
      ->type_name("K=V")
      ->allow_extra_args(false);
  app->add_option("--order", wanted.order, table.text(Message::option_order))->type_name("K|-K");
  app->add_option("--limit", wanted.limit, table.text(Message::option_limit))
      ->type_name("N")
      ->check(whole_number(table));
  app->add_flag("--csv", wanted.csv, table.text(Message::option_csv));
  add_cut_options(table, *app, given->cut);
  table.on(app, [given, &table]() -> Result<Arguments> {
    auto arguments = given->arguments;
    const bool of_many = !arguments.order.empty() || arguments.limit || !given->where.empty() || arguments.csv;
    if (!arguments.key.empty() && of_many) return usage_error("KEY", table.text(Message::usage_key_or_order));
    for (const auto& condition : given->where) {
      const auto equals = condition.find('=');
      if (equals == 0 || equals == std::string::npos)
        return usage_error("--where " + condition, table.text(Message::usage_where));
      arguments.where.emplace_back(condition.substr(0, equals), condition.substr(equals + 1));
    }
    auto cut = cut_from_text(table, given->cut);
    if (!cut) return cut.failure();
    arguments.cut = *cut;
    return Arguments(std::move(arguments));
  });
}

void add_replay(VerbTable& table) {
  struct Given {
    ReplayArguments arguments;
    CutText cut;
  };
  auto given = std::make_shared<Given>();
  CLI::App* app = table.add("replay", Message::about_replay);
  app->add_option("NAME", given->arguments.names, table.text(Message::option_projection))->type_name("");
  add_cut_options(table, *app, given->cut);
  app->add_flag("--compare", given->arguments.compare, table.text(Message::option_compare));
  table.on(app, [given, &table]() -> Result<Arguments> {
    auto arguments = given->arguments;
    auto cut = cut_from_text(table, given->cut);
    if (!cut) return cut.failure();
    arguments.cut = *cut;
    return Arguments(std::move(arguments));
  });
}

}  // namespace

void add_reading_verbs(VerbTable& table) {
  add_show(table);
  add_events(table);
  add_subscribe(table);
  add_project(table);
  add_query(table);
  add_replay(table);
  table.on(table.add("serve", Message::about_serve), []() -> Result<Arguments> { return Arguments(ServeArguments{}); });
  table.on(table.add("status", Message::about_status),
           []() -> Result<Arguments> { return Arguments(StatusArguments{}); });
}

}  // namespace shiji::cli
