// Patterns for names: * stands for any characters, ? for one.
#pragma once

#include <string_view>

namespace shiji::cli {

[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace shiji::cli
