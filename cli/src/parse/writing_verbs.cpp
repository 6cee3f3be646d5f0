#include "amounts.h"
#include "failure_output.h"
#include "verbs.h"

namespace shiji::cli {
namespace {

using ledger::Result;

/// The name goes into every checkpoint's first line and into key lines, which blanks and plus signs would break.
bool is_origin(std::string_view text) {
  if (text.empty() || text.size() > 200) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f || c == '+') return false;
  }
  return true;
}

void add_init(VerbTable& table) {
  auto arguments = std::make_shared<InitArguments>();
  CLI::App* app = table.add("init", Message::about_init);
  app->add_option("--origin", arguments->origin, table.text(Message::option_origin))->required()->type_name("NAME");
  app->add_option("--unit", arguments->unit, table.text(Message::option_unit))->type_name("CODE");
  table.on(app, [arguments, &table]() -> Result<Arguments> {
    if (!is_origin(arguments->origin)) return usage_error("--origin", table.text(Message::usage_origin));
    return Arguments(*arguments);
  });
}

void add_demo(VerbTable& table) {
  struct Given {
    DemoArguments arguments;
    std::string scale = "1";
  };
  auto given = std::make_shared<Given>();
  CLI::App* app = table.add("demo", Message::about_demo);
  app->add_option("NAME", given->arguments.name, table.text(Message::option_story))->type_name("");
  app->add_option("--scale", given->scale, table.text(Message::option_scale))->type_name("F");
  app->add_option("--seed", given->arguments.seed, table.text(Message::option_seed))
      ->type_name("N")
      ->check(whole_number(table));
  table.on(app, [given, &table]() -> Result<Arguments> {
    const auto scale = ppm_from_decimal(given->scale);
    if (!scale) return usage_error("--scale", table.text(Message::usage_scale));
    given->arguments.scale_ppm = *scale;
    return Arguments(given->arguments);
  });
}

std::optional<engine::ExpectedVersion> expected_version(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) return std::nullopt;
  engine::ExpectedVersion expected{text.substr(0, equals), std::nullopt};
  const std::string version = text.substr(equals + 1);
  if (version == "none") return expected;
  const auto number = number_from_text(version);
  if (!number) return std::nullopt;
  expected.version = ledger::Version{*number};
  return expected;
}

void add_append(VerbTable& table) {
  struct Given {
    AppendArguments arguments;
    std::vector<std::string> expected;
  };
  auto given = std::make_shared<Given>();
  CLI::App* app = table.add("append", Message::about_append);
  app->add_option("FILE", given->arguments.file, table.text(Message::option_append_file))->type_name("");
  app->add_option("--submission", given->arguments.submission, table.text(Message::option_submission))->type_name("ID");
  app->add_option("--expect", given->expected, table.text(Message::option_expect))
      ->type_name("STREAM=VERSION|none")
      ->type_size(1)
      ->allow_extra_args(false);
  app->add_option("--as", given->arguments.actor, table.text(Message::option_as))->type_name("ACTOR");
  app->add_option("--key", given->arguments.key_file, table.text(Message::option_key_file))->type_name("FILE");
  table.on(app, [app, given, &table]() -> Result<Arguments> {
    if (app->count("--as") != 0 && given->arguments.actor.empty())
      return usage_error("--as", table.text(Message::usage_actor));
    for (const std::string& text : given->expected) {
      auto expected = expected_version(text);
      if (!expected) return usage_error("--expect " + text, table.text(Message::usage_expect));
      given->arguments.expected.push_back(std::move(*expected));
    }
    return Arguments(given->arguments);
  });
}

}  // namespace

void add_writing_verbs(VerbTable& table) {
  add_init(table);
  add_demo(table);
  add_append(table);
}

}  // namespace shiji::cli
