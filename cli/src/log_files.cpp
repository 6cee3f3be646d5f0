#include "log_files.h"

#include "files.h"

#include <filesystem>

namespace shiji::cli {
ledger::LogFileReader log_files_in(const std::string& directory) {
  return [directory](const std::string& path) -> ledger::Result<ledger::Buffer> {
    const auto text = read_text((std::filesystem::path(directory) / path).string(), log_file_bytes_max);
    if (!text) return text.failure();
    return ledger::Buffer(text->begin(), text->end());
  };
}

ledger::LogFileSink log_files_into(const std::string& directory) {
  return [directory](const std::string& path, ledger::Bytes bytes) -> ledger::Status {
    const std::filesystem::path file = std::filesystem::path(directory) / path;
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    if (code) return ledger::Error{ledger::ErrorCode::io, file.parent_path().string(), code.message()};
    return write_text(file.string(), std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  };
}

}  // namespace shiji::cli
