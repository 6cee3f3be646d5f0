#include "output.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace shiji::cli {
namespace {

constexpr std::size_t flush_at = std::size_t{64} << 10;

/// errno of the failure, 0 when everything was written.
int write_whole(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void Output::write(std::string_view text) {
  if (broken_ != 0) return;
  collected_ += text;
  if (collected_.size() < flush_at) return;
  broken_ = write_whole(STDOUT_FILENO, collected_);
  collected_.clear();
}

void Output::note(std::string_view text) {
  // Nowhere is left to report that standard error itself is gone.
  static_cast<void>(write_whole(STDERR_FILENO, text));
}

ledger::Status Output::flush() {
  if (broken_ == 0) broken_ = write_whole(STDOUT_FILENO, collected_);
  collected_.clear();
  if (broken_ != 0)
    return ledger::Error{ledger::ErrorCode::io, "standard output", std::generic_category().message(broken_)};
  return ledger::done();
}

bool Output::reader_left() const { return broken_ == EPIPE; }

bool Output::error_is_terminal() const { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace shiji::cli
