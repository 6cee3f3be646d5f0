#include "replayed.h"

#include "progress.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace shiji::cli {

using ledger::Error;
using ledger::ErrorCode;

ledger::Result<projections::ReplayCut> cut_of(const engine::Owner& owner, const CutArguments& arguments) {
  projections::ReplayCut cut;
  cut.happened_by = arguments.happened_by;
  if (arguments.as_of_sequence) {
    const auto head = owner.head();
    if (!head) return head.failure();
    if (*arguments.as_of_sequence >= head->tree_size.value)
      return Error{ErrorCode::not_found, "--as-of " + std::to_string(*arguments.as_of_sequence),
                   "the ledger has " + std::to_string(head->tree_size.value) + " events, numbered from 0"};
    cut.through = ledger::TreeSize{*arguments.as_of_sequence + 1};
  }
  if (arguments.as_of_time) {
    const auto size = projections::size_as_of(owner, *arguments.as_of_time);
    if (!size) return size.failure();
    cut.through = *size;
  }
  return cut;
}

ledger::Result<std::unique_ptr<Replayed>> Replayed::fold(const Context& context, const engine::Owner& owner,
                                                         const std::vector<std::string>& names,
                                                         const projections::ReplayCut& cut) {
  std::error_code failed;
  const auto parent = std::filesystem::temp_directory_path(failed);
  std::string pattern = ((failed ? std::filesystem::path("/tmp") : parent) / "shiji-replay-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return Error{ErrorCode::io, pattern, std::strerror(errno)};
  std::unique_ptr<Replayed> replayed(new Replayed(std::move(pattern)));
  Progress progress(context, Message::progress_project);
  auto folded = projections::replay(names, owner, replayed->directory_, cut, context.environment, progress.callback());
  if (!folded) return folded.failure();
  replayed->replay_ = std::move(*folded);
  return replayed;
}

Replayed::~Replayed() {
  replay_.models.clear();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace shiji::cli
