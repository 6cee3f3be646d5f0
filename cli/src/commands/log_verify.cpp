#include "amounts.h"
#include "commands/commands.h"
#include "json_output.h"
#include "log_files.h"
#include "progress.h"
#include "record_fields.h"
#include "table.h"
#include "web_log_files.h"

namespace shiji::cli {
namespace {

using ledger::TileLogReport;
using projections::Fields;
using projections::List;
using projections::Record;

std::uint64_t tree_size_of(const TileLogReport& report) {
  return report.checkpoint ? report.checkpoint->tree_size.value : 0;
}

Record record_of(const TileLogReport& report) {
  List faults;
  for (const ledger::TileLogFault& fault : report.faults) {
    Fields fields{{"kind", "log"}};
    if (fault.sequence) fields.emplace_back("sequence", number(*fault.sequence));
    fields.emplace_back("where", fault.path);
    fields.emplace_back("message", fault.message);
    faults.emplace_back(std::move(fields));
  }
  return Fields{{"tree_size", number(tree_size_of(report))},
                {"root", hex(report.root)},
                {"entries", number(report.entries)},
                {"faults", std::move(faults)}};
}

std::string text_of_report(const Context& context, const TileLogReport& report) {
  const std::string size = with_thousands(tree_size_of(report));
  if (report.faults.empty())
    return context.say(Message::log_valid, {size}) + "\n" + lines_of({{context.title("root"), hex(report.root)}});
  Table table;
  table.add_column(context.title("where"), Align::left);
  table.add_column(context.title("sequence"), Align::right);
  table.add_column(context.title("message"), Align::left);
  for (const ledger::TileLogFault& fault : report.faults)
    table.add_row({fault.path, fault.sequence ? std::to_string(fault.sequence->value) : "", fault.message});
  return table.text() + context.say(Message::log_invalid) + "\n";
}

}  // namespace

Answer run(const Context& context, const LogVerifyArguments& arguments) {
  const auto key = ledger::parse_verifier_key(arguments.verifier_key);
  if (!key) return key.failure();
  std::optional<WebLogFiles> web;
  if (is_web_address(arguments.log)) {
    auto address = parse_web_address(arguments.log);
    if (!address) return address.failure();
    web.emplace(std::move(*address));
  }
  const ledger::LogFileReader read =
      web ? [&web](const std::string& path) { return web->read(path); } : log_files_in(arguments.log);
  // A directory without a checkpoint is no log at all: that is "could not", not "is wrong".
  if (const auto note = read("checkpoint"); !note) return note.failure();
  Progress progress(context, Message::progress_verify);
  ledger::TileLogOptions options;
  options.progress = progress.callback();
  const TileLogReport report = ledger::check_tile_log(*key, read, options);
  progress.clear();
  // What could not be asked for says nothing of the log.
  if (web && web->trouble()) return *web->trouble();
  if (context.json)
    context.line(json_of(record_of(report)));
  else
    context.out.write(text_of_report(context, report));
  return report.faults.empty() ? Verdict::well : Verdict::wrong;
}

}  // namespace shiji::cli
