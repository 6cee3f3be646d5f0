#include "language.h"

#include <cstdlib>

namespace shiji::cli {

std::optional<Language> language_from_option(std::string_view text) {
  if (text == "zh") return Language::zh;
  if (text == "en") return Language::en;
  return std::nullopt;
}

Language language_from_environment() {
  for (const char* name : {"LC_ALL", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).substr(0, 2) == "zh" ? Language::zh : Language::en;
  }
  return Language::en;
}

}  // namespace shiji::cli
