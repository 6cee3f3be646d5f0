// What the text of a note may be made of (C2SP signed-note): valid UTF-8, no control characters but newline; key names
// without Unicode white space and '+'.
#pragma once

#include <string_view>

namespace shiji::ledger {

[[nodiscard]] bool is_note_text(std::string_view text);
[[nodiscard]] bool is_key_name(std::string_view name);

}  // namespace shiji::ledger
