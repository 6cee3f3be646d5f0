#include "amounts.h"
#include "commands/commands.h"
#include "json_output.h"
#include "log_files.h"
#include "open_ledger.h"
#include "progress.h"
#include "record_fields.h"

namespace shiji::cli {
namespace {

using projections::Fields;

ledger::EntryReader entries_of(const engine::Owner& owner, ledger::TreeSize size, Progress& progress) {
  return [&owner, size, step = progress.callback()](ledger::Sequence first, std::size_t count, const auto& take) {
    if (step) step(first.value, size.value);
    return owner.feed(first, ledger::TreeSize{first.value + count}, [&take](const engine::RecordedEvent& recorded) {
      take(recorded.event.bytes);
      return true;
    });
  };
}

}  // namespace

Answer run(const Context& context, const LogExportArguments& arguments) {
  const auto owner = open_ledger(context);
  if (!owner) return owner.failure();
  const auto checkpoint = (*owner)->checkpoint();
  if (!checkpoint) return checkpoint.failure();
  Progress progress(context, Message::progress_export);
  const auto tiles = [&owner](ledger::TileId id, std::size_t width) {
    return (*owner)->tile(id.level, id.index, static_cast<std::uint32_t>(width));
  };
  const auto written =
      ledger::write_tile_log(checkpoint->tree_size, checkpoint->note, tiles,
                             entries_of(**owner, checkpoint->tree_size, progress), log_files_into(arguments.directory));
  if (!written) return written.failure();
  progress.clear();
  if (context.json)
    context.line(json_of(Fields{{"directory", arguments.directory},
                                {"tree_size", number(checkpoint->tree_size)},
                                {"root", hex(checkpoint->root)}}));
  else
    context.line(
        context.say(Message::log_exported, {with_thousands(checkpoint->tree_size.value), arguments.directory}));
  return Verdict::well;
}

}  // namespace shiji::cli
