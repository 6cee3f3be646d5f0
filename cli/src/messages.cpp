#include "messages.h"

#include <span>

namespace shiji::cli {
namespace {

struct Text {
  std::string_view en, zh;
};
struct Field {
  std::string_view key, en, zh;
};

constexpr Text message_texts[] = {
#define X(id, en, zh) {en, zh},
#define FIELD(key, en, zh)
#define VALUE(name, en, zh)
#include "messages.def"
#undef VALUE
#undef FIELD
#undef X
};

constexpr Field field_titles[] = {
#define X(id, en, zh)
#define FIELD(key, en, zh) {key, en, zh},
#define VALUE(name, en, zh)
#include "messages.def"
#undef VALUE
#undef FIELD
#undef X
};

constexpr Field value_titles[] = {
#define X(id, en, zh)
#define FIELD(key, en, zh)
#define VALUE(name, en, zh) {name, en, zh},
#include "messages.def"
#undef VALUE
#undef FIELD
#undef X
};

std::string_view title_in(std::span<const Field> fields, std::string_view key, Language language) {
  for (const Field& field : fields)
    if (field.key == key) return language == Language::zh ? field.zh : field.en;
  return key;
}

}  // namespace

std::string_view text_of(Message message, Language language) {
  const Text& text = message_texts[static_cast<std::size_t>(message)];
  return language == Language::zh ? text.zh : text.en;
}

std::string say(Message message, Language language, std::initializer_list<std::string_view> arguments) {
  const std::string_view pattern = text_of(message, language);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool place = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
    const std::size_t index = place ? static_cast<std::size_t>(pattern[i + 1] - '0') : 0;
    if (place && index < arguments.size()) {
      out += arguments.begin()[index];
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::string_view title_of_field(std::string_view key, Language language) {
  return title_in(field_titles, key, language);
}

std::string_view title_of_value(std::string_view name, Language language) {
  return title_in(value_titles, name, language);
}

}  // namespace shiji::cli
