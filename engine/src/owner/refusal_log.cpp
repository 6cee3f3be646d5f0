#include "owner/refusal_log.h"

#include "owner/ledger_directory.h"
#include "store/file_writing.h"

namespace shiji::engine {

using ledger::ErrorCode;

namespace {

/// All of it; empty when there is none.
ledger::Result<std::string> text_of_log(FileSystem& files, const std::string& path) {
  const auto bytes = read_file(files, path);
  if (bytes) return std::string(bytes->begin(), bytes->end());
  if (bytes.error()->code == ErrorCode::not_found) return std::string();
  return bytes.failure();
}

/// False when the visitor has enough.
bool visit_lines(std::string_view text, const RefusalVisitor& visit) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto refusal = ledger::refusal_from_line(text.substr(0, end));
    if (refusal && !visit(*refusal)) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

}  // namespace

RefusalLog::RefusalLog(std::string ledger_directory, std::shared_ptr<FileSystem> files, std::uint64_t bytes_max)
    : ledger_directory_(std::move(ledger_directory)), files_(std::move(files)), file_bytes_max_(bytes_max / 2) {}

void RefusalLog::add(const ledger::LoggedRefusal& refusal) {
  if (file_bytes_max_ == 0) return;
  const auto line = refusal_line(refusal);
  const std::lock_guard lock(mutex_);
  auto ready = current_ ? ledger::done() : open();
  if (ready && current_->bytes() > 0 && current_->bytes() + line.size() >= file_bytes_max_) ready = turn_over();
  // A line that was written in part is closed off when the file is opened again.
  if (!ready || !current_->append(line)) current_.reset();
}

ledger::Status RefusalLog::open() {
  if (auto made = make_directory(*files_, refusals_path(ledger_directory_)); !made) return made;
  auto file = AppendedFile::open(*files_, refusals_file(ledger_directory_));
  if (!file) return file.failure();
  current_ = std::move(*file);
  return ledger::done();
}

ledger::Status RefusalLog::turn_over() {
  current_.reset();
  const auto file = refusals_file(ledger_directory_);
  if (auto renamed = rename_file(*files_, file, older_refusals_file(ledger_directory_)); !renamed) return renamed;
  return open();
}

ledger::Status read_refusals(const std::string& directory, const Environment& environment,
                             const RefusalVisitor& visit) {
  auto& files = *environment.file_system;
  const auto chain = exists(files, chain_path(directory));
  if (!chain) return chain.failure();
  if (!*chain) return ledger::Error{ErrorCode::not_a_ledger, directory, "it has no chain"};
  // The newer file first: when the owner turns it over between the two readings, the older one begins with it.
  const auto newer = text_of_log(files, refusals_file(directory));
  if (!newer) return newer.failure();
  const auto older = text_of_log(files, older_refusals_file(directory));
  if (!older) return older.failure();
  if (!visit_lines(*older, visit)) return ledger::done();
  const bool turned_over = !newer->empty() && older->starts_with(*newer);
  if (!turned_over) (void)visit_lines(*newer, visit);
  return ledger::done();
}

}  // namespace shiji::engine
