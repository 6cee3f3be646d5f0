#include "amounts.h"
#include "commands/commands.h"
#include "json_output.h"
#include "key_listing.h"
#include "models.h"
#include "open_ledger.h"
#include "record_fields.h"
#include "table.h"

#include <algorithm>
#include <filesystem>

namespace shiji::cli {
namespace {

using engine::LedgerStatus;
using projections::Fields;
using projections::List;
using projections::ReadModelStatus;
using projections::Record;

/// Only what somebody projected: looking must not make anything.
ledger::Result<std::vector<ReadModelStatus>> projected(const Context& context, const engine::Owner& owner) {
  std::vector<ReadModelStatus> all;
  for (const auto& info : projections::read_models()) {
    if (!was_projected(context, info.name)) continue;
    const auto model = open_model(context, info.name);
    // Another process rebuilds it and cannot answer yet; the rest is worth knowing all the same.
    if (!model && model.error() != nullptr && model.error()->code == ledger::ErrorCode::already_open) {
      context.remark(context.say(Message::projection_busy, {info.name}));
      continue;
    }
    if (!model) return model.failure();
    auto status = (*model)->status(owner);
    if (!status) return status.failure();
    all.push_back(std::move(*status));
  }
  return all;
}

/// Of every file there is: events, index, vault, projections, keys.
std::uint64_t bytes_in(const std::string& directory) {
  std::uint64_t bytes = 0;
  std::error_code code;
  for (auto entry = std::filesystem::recursive_directory_iterator(directory, code);
       !code && entry != std::filesystem::recursive_directory_iterator(); entry.increment(code)) {
    std::error_code gone;  // a file may go away while we look
    const std::uint64_t size = entry->is_regular_file(gone) ? entry->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

Record record_of_status(const Context& context, const LedgerStatus& status,
                        const std::vector<ReadModelStatus>& models) {
  List list;
  for (const ReadModelStatus& model : models) list.push_back(record_of(model));
  const Record head = Fields{{"tree_size", number(status.head.tree_size)},
                             {"leaf_hash", hex(status.head.leaf_hash)},
                             {"recorded_at", ledger::to_text(status.head.recorded_at)}};
  const Record disk = Fields{{"total_bytes", number(bytes_in(context.directory))},
                             {"events_bytes", number(status.bytes_events)},
                             {"index_bytes", number(status.bytes_index)},
                             {"vault_bytes", number(status.bytes_vault)}};
  return Fields{{"ledger", context.directory},
                {"origin", status.origin},
                {"unit", status.unit},
                {"format", number(status.format)},
                {"demo", status.demo},
                {"verifier_key", status.verifier_key},
                {"head", head},
                {"root", hex(status.head.root)},
                {"last_checkpoint", number(status.last_checkpoint)},
                {"stream_heads", number(status.stream_heads)},
                {"stream_heads_trouble", status.stream_heads_trouble},
                {"clock_held_us", Record(status.clock_held_us)},
                {"disk", disk},
                {"keys", keys_record(status.keys)},
                {"ledger_keys", ledger_keys_record(status.ledger_keys)},
                {"projections", std::move(list)}};
}

/// Rounded up: a clock that is held at all is never shown as held 0 seconds.
std::string clock_text(const Context& context, std::int64_t held_us) {
  if (held_us <= 0) return context.say(Message::clock_runs);
  return context.say(Message::clock_held_line, {std::to_string((held_us + 999'999) / 1'000'000)});
}

/// Up to how many events it is recorded where every stream stood.
std::string heads_text(const Context& context, const LedgerStatus& status) {
  const std::string heads =
      status.stream_heads.value == 0 ? context.say(Message::none_yet) : with_thousands(status.stream_heads.value);
  return status.stream_heads_trouble.empty() ? heads : heads + " (" + status.stream_heads_trouble + ")";
}

/// The oldest of them: the ledger's own, and those who enrolled the others.
std::string oldest_keys(const Context& context, std::vector<engine::KeyListing> keys) {
  constexpr std::size_t shown_max = 10;
  std::ranges::stable_sort(keys, {}, &engine::KeyListing::since);
  const auto all = keys.size();
  if (all > shown_max) keys.resize(shown_max);
  auto text = keys_table(context, keys);
  if (all > shown_max) text += context.say(Message::keys_more, {with_thousands(all - shown_max)}) + "\n";
  return text;
}

std::string text_of_status(const Context& context, const LedgerStatus& status,
                           const std::vector<ReadModelStatus>& models) {
  const std::string checkpoint =
      status.last_checkpoint.value == 0 ? context.say(Message::none_yet) : with_thousands(status.last_checkpoint.value);
  std::vector<std::pair<std::string, std::string>> lines{
      {context.title("ledger"), context.directory},
      {context.title("origin"), status.origin},
      {context.title("verifier_key"), status.verifier_key},
      {context.title("events"), with_thousands(status.head.tree_size.value)},
      {context.title("root"), hex(status.head.root)},
      {context.title("head"), hex(status.head.leaf_hash)},
      {context.title("recorded_at"), ledger::to_text(status.head.recorded_at)},
      {context.title("last_checkpoint"), checkpoint},
      {context.title("stream_heads"), heads_text(context, status)},
      {context.title("clock"), clock_text(context, status.clock_held_us)},
      {context.title("disk"), bytes_for_people(bytes_in(context.directory))}};
  if (!status.unit.empty()) lines.insert(lines.begin() + 2, {context.title("unit"), status.unit});
  if (status.demo) lines.insert(lines.begin() + 1, {context.title("demo"), context.say(Message::yes)});
  std::string text = lines_of(lines);
  text += "\n" + context.say(Message::section_keys) + "\n" + oldest_keys(context, status.keys);
  if (status.ledger_keys.size() > 1)
    text += "\n" + context.say(Message::section_ledger_keys) + "\n" + ledger_keys_table(context, status.ledger_keys);
  text += "\n" + context.say(Message::section_projections) + "\n";
  return text + (models.empty() ? context.say(Message::none_yet) + "\n" : table_of(context, models));
}

}  // namespace

Answer run(const Context& context, const StatusArguments&) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto status = (*owner)->status();
  if (!status) return status.failure();
  const auto models = projected(context, **owner);
  if (!models) return models.failure();
  if (context.json)
    context.line(json_of(record_of_status(context, *status, *models)));
  else
    context.out.write(text_of_status(context, *status, *models));
  return Verdict::well;
}

}  // namespace shiji::cli
