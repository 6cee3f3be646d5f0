// Everything `shiji` says to people, in both languages, from one table (messages.def).
//
// What: a Message is an id; `say` fills {0}, {1}, ... Field titles (table heads) are found by the JSON key they stand for.
// Texts of errors and refusals are the ledger's own. Threads: immutable.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "language.h"

namespace shiji::cli {

enum class Message {
#define X(id, en, zh) id,
#define FIELD(key, en, zh)
#include "messages.def"
#undef FIELD
#undef X
};

[[nodiscard]] std::string_view text_of(Message message, Language language);
[[nodiscard]] std::string say(Message message, Language language, std::initializer_list<std::string_view> arguments);
/// The head of a column; the key itself when nobody named it.
[[nodiscard]] std::string_view title_of_field(std::string_view key, Language language);

}  // namespace shiji::cli
