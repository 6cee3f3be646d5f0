#include "examples.h"

#include "messages.h"

#include <array>

namespace shiji::cli {
namespace {

constexpr std::array examples{
#define EXAMPLE(verb, line, en, zh) Example{verb, line, en, zh},
#include "examples.def"
#undef EXAMPLE
};

}  // namespace

std::span<const Example> all_examples() { return examples; }

std::string examples_text(std::string_view verb, Language language) {
  std::string text;
  for (const auto& example : examples) {
    if (example.verb != verb) continue;
    const auto meaning = language == Language::zh ? example.zh : example.en;
    text.append("  # ").append(meaning).append("\n  ").append(example.line).append("\n");
  }
  if (text.empty()) return text;
  return std::string(text_of(Message::section_examples, language)) + "\n" + text;
}

}  // namespace shiji::cli
