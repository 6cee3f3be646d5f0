// Where things lie in a ledger's directory.
#pragma once

#include <string>
#include <string_view>

namespace shiji::engine {

[[nodiscard]] inline std::string chain_path(const std::string& directory) { return directory + "/chain"; }
[[nodiscard]] inline std::string index_path(const std::string& directory) { return directory + "/index"; }
[[nodiscard]] inline std::string vault_path(const std::string& directory) { return directory + "/vault"; }
[[nodiscard]] inline std::string vault_key_path(const std::string& directory) { return directory + "/vault.key"; }
[[nodiscard]] inline std::string refusals_path(const std::string& directory) { return directory + "/refusals"; }
[[nodiscard]] inline std::string refusals_file(const std::string& directory) {
  return refusals_path(directory) + "/current.jsonl";
}
[[nodiscard]] inline std::string older_refusals_file(const std::string& directory) {
  return refusals_path(directory) + "/previous.jsonl";
}
[[nodiscard]] inline std::string head_path(const std::string& directory) { return directory + "/HEAD"; }
[[nodiscard]] inline std::string key_path(const std::string& directory, std::string_view file) {
  return directory + "/" + std::string(file);
}

}  // namespace shiji::engine
