// What a disk or an editor does to files (faults.h).
#pragma once

#include "faults.h"

namespace shiji::tests {

[[nodiscard]] std::optional<std::string> flip_bit_of_file(TamperGround& ground);
[[nodiscard]] std::optional<std::string> cut_file(TamperGround& ground);
[[nodiscard]] std::optional<std::string> flip_bit_of_both_heads(TamperGround& ground);

}  // namespace shiji::tests
