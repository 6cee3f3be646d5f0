#include "amounts.h"
#include "failure_output.h"
#include "verbs.h"

namespace shiji::cli {
namespace {

using ledger::Result;

void add_verify(VerbTable& table) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* app = table.add("verify", Message::about_verify);
  app->add_option("--against", arguments->against, table.text(Message::option_against))
      ->type_name("FILE")
      ->type_size(1)
      ->allow_extra_args(false);
  app->add_flag("--skip-index", arguments->skip_index, table.text(Message::option_skip_index));
  table.on(app, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

/// What the name of a stream begins with.
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void add_prove(VerbTable& table) {
  auto arguments = std::make_shared<ProveArguments>();
  CLI::App* app = table.add("prove", Message::about_prove);
  app->add_option("SEQUENCE|STREAM", arguments->target, table.text(Message::option_prove_target))
      ->required()
      ->type_name("");
  app->add_option("--through", arguments->through, table.text(Message::option_through))
      ->type_name("VERSION")
      ->check(whole_number(table));
  app->add_option("--record", arguments->record, table.text(Message::option_record))
      ->type_name("N")
      ->check(whole_number(table));
  app->add_option("-o,--out", arguments->out, table.text(Message::option_out))->type_name("FILE");
  table.on(app, [arguments, &table]() -> Result<Arguments> {
    const bool is_sequence = number_from_text(arguments->target).has_value();
    if (!is_sequence && !is_letter(arguments->target.empty() ? '-' : arguments->target.front()))
      return usage_error(arguments->target, table.text(Message::option_prove_target));
    if (arguments->through && is_sequence) return usage_error("--through", table.text(Message::usage_through));
    if (arguments->record && !is_sequence) return usage_error("--record", table.text(Message::usage_record));
    return Arguments(*arguments);
  });
}

void add_check(VerbTable& table) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* app = table.add("check", Message::about_check);
  app->add_option("FILE", arguments->file, table.text(Message::option_proof_file))->required()->type_name("");
  app->add_option("--key", arguments->verifier_key, table.text(Message::option_verifier_key))
      ->required()
      ->type_name("VKEY");
  table.on(app, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

void add_log(VerbTable& table) {
  CLI::App* log = table.add("log", Message::about_log);
  log->require_subcommand(1);
  auto exported = std::make_shared<LogExportArguments>();
  CLI::App* write = table.add(*log, "export", Message::about_log_export);
  write->add_option("DIR", exported->directory, table.text(Message::option_directory))->required()->type_name("");
  table.on(write, [exported]() -> Result<Arguments> { return Arguments(*exported); });
  auto verified = std::make_shared<LogVerifyArguments>();
  CLI::App* verify = table.add(*log, "verify", Message::about_log_verify);
  verify->add_option("DIR|URL", verified->log, table.text(Message::option_log))->required()->type_name("");
  verify->add_option("--key", verified->verifier_key, table.text(Message::option_verifier_key))
      ->required()
      ->type_name("VKEY");
  table.on(verify, [verified]() -> Result<Arguments> { return Arguments(*verified); });
}

void add_checkpoint(VerbTable& table) {
  auto arguments = std::make_shared<CheckpointArguments>();
  CLI::App* app = table.add("checkpoint", Message::about_checkpoint);
  app->add_flag("--digests", arguments->digests, table.text(Message::option_digests));
  table.on(app, [arguments]() -> Result<Arguments> { return Arguments(*arguments); });
}

}  // namespace

void add_proving_verbs(VerbTable& table) {
  add_verify(table);
  add_checkpoint(table);
  add_prove(table);
  add_check(table);
  add_log(table);
}

}  // namespace shiji::cli
