#include "line_fields.h"

#include "shiji/ledger/contract.h"

namespace shiji::cli {
namespace {

/// Behind the string that begins at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

/// Where the value that begins at 0 ends: at the comma or brace behind it.
std::size_t end_of_value(std::string_view text) {
  std::size_t depth = 0;
  std::size_t at = 0;
  while (true) {
    const char c = text[at];
    const bool closes = c == '}' || c == ']';
    if (depth == 0 && (closes || c == ',')) return at;
    if (c == '{' || c == '[') ++depth;
    if (closes) --depth;
    at = c == '"' ? end_of_string(text, at) : at + 1;
  }
}

}  // namespace

bool LineFields::next() {
  if (rest_.empty() || rest_.front() == '}') return false;
  SHIJI_ASSERT(rest_.front() == '"', "a field begins with its name");
  const auto name_end = end_of_string(rest_, 0);
  name_ = rest_.substr(1, name_end - 2);
  rest_.remove_prefix(name_end + 1);  // and the colon
  json_ = rest_.substr(0, end_of_value(rest_));
  rest_.remove_prefix(json_.size());
  if (rest_.front() == ',') rest_.remove_prefix(1);
  return true;
}

}  // namespace shiji::cli
