// Everything `shiji` says to people, in both languages, from one table (messages.def).
//
// What: a Message is an id; `say` fills {0}, {1}, ... Field titles (table heads) are found by the JSON key they stand
// for. Texts of errors and refusals are the ledger's own. Threads: immutable.
#pragma once

#include "language.h"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace shiji::cli {

enum class Message {
#define X(id, en, zh) id,
#define FIELD(key, en, zh)
#define VALUE(name, en, zh)
#include "messages.def"
#undef VALUE
#undef FIELD
#undef X
};

inline constexpr std::size_t message_count = 0
#define X(id, en, zh) +1
#define FIELD(key, en, zh)
#define VALUE(name, en, zh)
#include "messages.def"
#undef VALUE
#undef FIELD
#undef X
    ;

[[nodiscard]] std::string_view text_of(Message message, Language language);
[[nodiscard]] std::string say(Message message, Language language, std::initializer_list<std::string_view> arguments);
/// The head of a column; the key itself when nobody named it.
[[nodiscard]] std::string_view title_of_field(std::string_view key, Language language);
/// An enum's value as people call it; the name itself when nobody named it.
[[nodiscard]] std::string_view title_of_value(std::string_view name, Language language);

}  // namespace shiji::cli
