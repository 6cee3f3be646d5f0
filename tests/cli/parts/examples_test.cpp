// The examples of the help: every line is one that the program understands, and means the verb it stands under.
#include "examples.h"

#include "parse/parse.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace shiji::cli;

namespace {

/// The words of a line as a shell takes them: blanks part, single quotes hold together.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool quoted = false;
  bool in_word = false;
  for (const char c : line) {
    if (c == ' ' && !quoted) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '\'') {
      quoted = !quoted;
    } else {
      words.back() += c;
    }
  }
  REQUIRE_FALSE(quoted);
  return words;
}

}  // namespace

TEST_CASE("every example is understood, in both languages") {
  for (const auto& example : all_examples()) {
    const auto words = words_of(example.line);
    std::vector<const char*> given;
    given.reserve(words.size());
    for (const auto& word : words) given.push_back(word.c_str());
    CAPTURE(example.line);
    CHECK(words.front() == "shiji");
    for (const auto language : {Language::en, Language::zh}) {
      const auto parsed = parse_command_line(static_cast<int>(given.size()), given.data(), language);
      CHECK(parsed.ok());
    }
  }
}

TEST_CASE("an example stands under the verb it shows, and says what it does in both languages") {
  for (const auto& example : all_examples()) {
    CAPTURE(example.line);
    const auto shown = " " + std::string(example.line) + " ";
    if (!example.verb.empty()) CHECK(shown.find(" " + std::string(example.verb) + " ") != std::string::npos);
    CHECK_FALSE(example.en.empty());
    CHECK_FALSE(example.zh.empty());
    const auto text = examples_text(example.verb, Language::zh);
    CHECK(text.find(example.zh) != std::string::npos);
    CHECK(text.find(example.line) != std::string::npos);
    CHECK(text.find(example.en) == std::string::npos);
  }
  CHECK(examples_text("fly", Language::en).empty());
}
