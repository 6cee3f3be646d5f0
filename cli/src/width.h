// How many terminal columns a text takes: East Asian wide characters take two, combining marks none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shiji::cli {

[[nodiscard]] std::size_t width_of(std::string_view utf8);
/// The text with control characters and broken UTF-8 made U+FFFD: what somebody recorded must not steer a terminal.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace shiji::cli
