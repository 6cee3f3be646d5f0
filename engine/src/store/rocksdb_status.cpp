#include "store/rocksdb_status.h"

#include "shiji/ledger/contract.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace shiji::engine {
namespace {

using ledger::ErrorCode;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// RocksDB keeps a subcode for a full disk and a missing path only; other system errors are in the text alone.
bool names_system_error(const std::string& text, std::initializer_list<int> numbers) {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](int number) { return contains(text, std::generic_category().message(number)); });
}

ErrorCode code_of(const rocksdb::Status& status, const std::string& text) {
  if (status.IsNoSpace() || names_system_error(text, {ENOSPC, EDQUOT})) return ErrorCode::disk_full;
  if (status.IsNotFound() || status.IsPathNotFound()) return ErrorCode::not_found;
  if (status.IsCorruption()) return ErrorCode::corrupt;
  if (contains(text, "lock hold by current process") ||
      (contains(text, "lock file") && names_system_error(text, {EAGAIN, EACCES}))) {
    return ErrorCode::already_open;
  }
  if (names_system_error(text, {EROFS, EACCES, EPERM})) return ErrorCode::read_only;
  return ErrorCode::io;
}

}  // namespace

ledger::Error error_of(const rocksdb::Status& status, std::string place) {
  SHIJI_ASSERT(!status.ok(), "only a failure has an error");
  std::string text = status.ToString();
  const ErrorCode code = code_of(status, text);
  return {code, std::move(place), std::move(text)};
}

ledger::Status status_of(const rocksdb::Status& status, const std::string& place) {
  if (status.ok()) return ledger::done();
  return error_of(status, place);
}

}  // namespace shiji::engine
