#include "parse.h"

#include "amounts.h"
#include "completion.h"
#include "examples.h"
#include "failure_output.h"
#include "verbs.h"

#include <cstdlib>

namespace shiji::cli {
namespace {

void add_global_options(CLI::App& app, GlobalArguments& into, const VerbTable& table) {
  app.add_option("--ledger", into.ledger, table.text(Message::option_ledger))->type_name("DIR");
  app.add_flag("--json", into.json, table.text(Message::option_json));
  app.add_flag("--quiet", into.quiet, table.text(Message::option_quiet));
  app.add_option("--lang", into.lang, table.text(Message::option_lang))->type_name("zh|en");
  app.set_help_flag("-h,--help", table.text(Message::about_help));
  app.set_version_flag("--version", "shiji " SHIJI_VERSION, table.text(Message::about_version));
}

ledger::Result<Arguments> taken(const VerbTable& table) {
  // Nested verbs are declared behind their parents: the last one that was named is the one that was meant.
  const Verb* named = nullptr;
  for (const Verb& verb : table.verbs())
    if (verb.app->parsed()) named = &verb;
  if (named == nullptr) return usage_error("", "no verb");
  return named->take();
}

/// `shiji help`, `shiji help log verify`.
CLI::App* add_help(const VerbTable& table, std::vector<std::string>& verb) {
  CLI::App* app = table.add("help", Message::about_help_verb);
  app->add_option("VERB", verb, table.text(Message::option_help_verb))->type_name("");
  return app;
}

/// `shiji completion bash`.
CLI::App* add_completion(const VerbTable& table, std::string& shell) {
  CLI::App* app = table.add("completion", Message::about_completion);
  app->add_option("SHELL", shell, table.text(Message::option_shell))->required()->type_name("bash|zsh|fish");
  return app;
}

ledger::Result<Parsed> completion_of(const CLI::App& root, const std::string& shell, const VerbTable& table) {
  auto script = completion_script(root, shell);
  if (!script) return usage_error(shell, table.text(Message::usage_no_shell));
  return Parsed(TextAnswer{std::move(*script)});
}

ledger::Result<Parsed> help_of(const CLI::App& root, const std::vector<std::string>& verb, const VerbTable& table) {
  const CLI::App* asked = &root;
  for (const std::string& name : verb) {
    const auto named = asked->get_subcommands([&](const CLI::App* app) { return app->get_name() == name; });
    if (named.empty()) return usage_error(name, table.text(Message::usage_no_verb));
    asked = named.front();
  }
  // The root would hand over to the verb that was parsed, which is `help`.
  if (asked != &root) return Parsed(TextAnswer{asked->help()});
  return Parsed(TextAnswer{root.get_formatter()->make_help(&root, root.get_name(), CLI::AppFormatMode::Normal)});
}

}  // namespace

CLI::App* VerbTable::add(CLI::App& parent, const std::string& name, Message about) const {
  CLI::App* app = parent.add_subcommand(name, text(about));
  app->footer(examples_text(&parent == &root_ ? name : parent.get_name() + " " + name, language_));
  app->fallthrough();
  app->set_help_flag("-h,--help", text(Message::about_help));
  return app;
}

CLI::Validator whole_number(const VerbTable& table) {
  const std::string complaint = table.text(Message::usage_whole_number);
  return CLI::Validator([complaint](std::string& text) { return number_from_text(text) ? std::string() : complaint; },
                        "");
}

GlobalArguments find_global_arguments(int count, const char* const* words) {
  GlobalArguments found;
  const auto value_of = [&](int at, std::string_view option, std::string& into) {
    const std::string_view word = words[at];
    if (word == option && at + 1 < count) into = words[at + 1];
    if (word.starts_with(option) && word.substr(option.size()).starts_with("=")) into = word.substr(option.size() + 1);
  };
  for (int at = 1; at < count; ++at) {
    const std::string_view word = words[at];
    if (word == "--") break;
    if (word == "--json") found.json = true;
    if (word == "--quiet") found.quiet = true;
    value_of(at, "--ledger", found.ledger);
    value_of(at, "--lang", found.lang);
  }
  if (found.ledger.empty()) {
    // Before any thread is started.
    const char* from_environment = std::getenv("SHIJI_LEDGER");  // NOLINT(concurrency-mt-unsafe)
    found.ledger = from_environment != nullptr && *from_environment != '\0' ? from_environment : "./shiji-data";
  }
  return found;
}

ledger::Result<Parsed> parse_command_line(int count, const char* const* words, Language language) {
  CLI::App app{std::string(text_of(Message::about_shiji, language)), "shiji"};
  app.require_subcommand(1);
  app.footer(examples_text("", language));
  VerbTable table(app, language);
  GlobalArguments ignored;  // read by find_global_arguments; declared here so that help shows them
  add_global_options(app, ignored, table);
  add_writing_verbs(table);
  add_power_verbs(table);
  add_proving_verbs(table);
  add_reading_verbs(table);
  std::vector<std::string> help_with;
  const CLI::App* help = add_help(table, help_with);
  std::string shell;
  const CLI::App* completion = add_completion(table, shell);
  try {
    app.parse(count, words);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* asked = &app;
    while (!asked->get_subcommands().empty()) asked = asked->get_subcommands().front();
    return Parsed(TextAnswer{asked->help()});
  } catch (const CLI::CallForVersion& version) {
    return Parsed(TextAnswer{std::string(version.what()) + "\n"});
  } catch (const CLI::ParseError& error) {
    const auto unread = app.remaining();
    if (app.get_subcommands().empty() && !unread.empty())
      return usage_error(unread.front(), table.text(Message::usage_no_verb));
    return usage_error("", error.what());
  }
  if (help->parsed()) return help_of(app, help_with, table);
  if (completion->parsed()) return completion_of(app, shell, table);
  auto arguments = taken(table);
  if (!arguments) return arguments.failure();
  return Parsed(std::move(*arguments));
}

}  // namespace shiji::cli
