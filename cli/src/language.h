// The two languages people read. Code and JSON keys are in neither.
#pragma once

#include <optional>
#include <string_view>

namespace shiji::cli {

enum class Language { en, zh };

/// `--lang` as given; nullopt for anything but zh and en.
[[nodiscard]] std::optional<Language> language_from_option(std::string_view text);
/// LC_ALL, else LANG: zh* is Chinese, everything else English.
[[nodiscard]] Language language_from_environment();

}  // namespace shiji::cli
