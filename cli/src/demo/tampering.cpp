#include "demo/tampering.h"

#include "shiji/ledger/ids.h"

#include <filesystem>
#include <fstream>
#include <utility>

namespace shiji::cli::demo {
namespace {

namespace fs = std::filesystem;
using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;

Error io_error(const std::string& place, const std::error_code& code) { return {ErrorCode::io, place, code.message()}; }

/// The largest table file; where everything is still in the log, that.
Result<fs::path> file_with_events(const std::string& ledger) {
  std::error_code code;
  fs::path largest;
  std::pair<bool, std::uintmax_t> most;  // a table at all, its bytes
  fs::directory_iterator files(ledger + "/chain", code);
  if (code) return io_error(ledger + "/chain", code);
  for (; files != fs::directory_iterator(); files.increment(code)) {
    if (code) return io_error(ledger + "/chain", code);
    const auto kind = files->path().extension();
    if (!files->is_regular_file() || (kind != ".sst" && kind != ".log")) continue;
    const std::pair candidate(kind == ".sst", files->file_size());
    if (candidate <= most) continue;
    largest = files->path();
    most = candidate;
  }
  if (largest.empty()) return Error{ErrorCode::not_found, ledger + "/chain", "no file with events"};
  return largest;
}

}  // namespace

Result<LedgerCopy> LedgerCopy::make(const std::string& ledger, const std::string& where) {
  std::error_code code;
  if (fs::exists(where, code)) return Error{ErrorCode::already_exists, where, "the copy would overwrite it"};
  if (!fs::create_directories(where, code)) return io_error(where, code);
  LedgerCopy copy(where);
  fs::directory_iterator entries(ledger, code);
  if (code) return io_error(ledger, code);
  for (; entries != fs::directory_iterator(); entries.increment(code)) {
    const auto name = entries->path().filename();
    if (name == "projections" || entries->is_socket()) continue;
    fs::copy(entries->path(), fs::path(where) / name, fs::copy_options::recursive, code);
    if (code) return io_error(entries->path().string(), code);
  }
  return copy;
}

LedgerCopy::LedgerCopy(LedgerCopy&& other) noexcept : directory_(std::exchange(other.directory_, {})) {}

LedgerCopy::~LedgerCopy() {
  std::error_code ignored;  // what cannot be removed stays; it harms nobody
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

std::string to_text(const ChangedByte& changed) {
  const auto hex = [](std::uint8_t byte) { return "0x" + ledger::to_hex({&byte, 1}); };
  return changed.file + " @" + std::to_string(changed.offset) + ": " + hex(changed.before) + " -> " +
         hex(changed.after);
}

Result<ChangedByte> change_one_byte(const std::string& ledger, std::uint32_t position_ppm) {
  const auto path = file_with_events(ledger);
  if (!path) return path.failure();
  ChangedByte changed;
  changed.file = fs::path(*path).lexically_relative(ledger).string();
  std::error_code code;
  changed.offset = fs::file_size(*path, code) / 1'000'000 * position_ppm +
                   fs::file_size(*path, code) % 1'000'000 * position_ppm / 1'000'000;
  std::fstream file(*path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(changed.offset));
  char byte = 0;
  file.get(byte);
  changed.before = static_cast<std::uint8_t>(byte);
  changed.after = changed.before ^ 0x01U;
  file.seekp(static_cast<std::streamoff>(changed.offset));
  file.put(static_cast<char>(changed.after));
  file.close();
  if (!file) return Error{ErrorCode::io, path->string(), "the byte could not be changed"};
  return changed;
}

}  // namespace shiji::cli::demo
