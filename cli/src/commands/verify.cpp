#include "commands/commands.h"
#include "files.h"
#include "json_output.h"
#include "progress.h"
#include "verification_text.h"

#include <filesystem>

namespace shiji::cli {
namespace {

constexpr std::size_t note_max = std::size_t{1} << 20;

}  // namespace

Answer run(const Context& context, const VerifyArguments& arguments) {
  engine::VerificationOptions options;
  options.environment = context.environment;
  options.fold_index = !arguments.skip_index;
  OutsideTimes times;
  for (const std::string& file : arguments.against) {
    auto note = read_text(file, note_max);
    if (!note) return note.failure();
    const std::string who = std::filesystem::path(file).filename().string();
    times.emplace_back(modified_at(file));
    options.against.push_back({who, std::move(*note)});
  }
  Progress progress(context, Message::progress_verify);
  options.progress = progress.callback();
  const auto report = engine::verify_ledger(context.directory, options);
  if (!report) return report.failure();
  progress.clear();
  if (context.json)
    context.line(json_of(record_of(*report, times)));
  else
    context.out.write(verification_text(context, *report));
  return is_well(*report) ? Verdict::well : Verdict::wrong;
}

}  // namespace shiji::cli
