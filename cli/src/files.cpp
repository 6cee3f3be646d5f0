#include "files.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace shiji::cli {
namespace {

using ledger::Error;
using ledger::ErrorCode;

Error system_error(const std::string& path) {
  const int number = errno;
  const ErrorCode code = number == ENOENT   ? ErrorCode::not_found
                         : number == ENOSPC ? ErrorCode::disk_full
                         : number == EROFS  ? ErrorCode::read_only
                                            : ErrorCode::io;
  return {code, path, std::generic_category().message(number)};
}

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  }
  [[nodiscard]] int number() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

ledger::Result<std::string> read_text(const std::string& path, std::size_t bytes_max) {
  const OpenFile file(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return system_error(path);
  std::string text;
  std::array<char, 65'536> piece;
  for (;;) {
    const ssize_t got = ::read(file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(path);
    if (got == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > bytes_max) return Error{ErrorCode::io, path, "more than " + std::to_string(bytes_max) + " bytes"};
  }
}

ledger::Status write_text(const std::string& path, std::string_view text) {
  const std::string temporary = path + ".new";
  {
    const OpenFile file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.number() < 0) return system_error(path);
    while (!text.empty()) {
      const ssize_t written = ::write(file.number(), text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return system_error(path);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) return system_error(path);
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return system_error(path);
  return ledger::done();
}

std::optional<ledger::Time> modified_at(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;
  return ledger::Time{std::int64_t{about.st_mtim.tv_sec} * 1'000'000 + about.st_mtim.tv_nsec / 1'000};
}

}  // namespace shiji::cli
