#include "event_line.h"

#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <sstream>

namespace shiji::tests {
namespace {

bool is_number(const std::string& text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.size() > 1 && digits.front() == '0' && text.size() != 2) return false;  // hexadecimal, or no number
  return !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_clock(const std::string& text) {
  return text.size() == 5 && text[2] == ':' && is_number(text.substr(0, 2)) && is_number(text.substr(3));
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string json_value(const std::string& text, const EventLineNames& names);

std::string json_list(const std::string& text, const EventLineNames& names) {
  std::istringstream in(text.substr(1, text.size() - 2));
  std::string out;
  for (std::string item; std::getline(in, item, ',');) out += (out.empty() ? "" : ",") + json_value(item, names);
  return "[" + out + "]";
}

std::string json_value(const std::string& text, const EventLineNames& names) {
  if (text.starts_with('[')) return json_list(text, names);
  if (text.starts_with('@')) return quoted(ledger::to_hex(names.teacher(text.substr(1)).span()));
  if (text.starts_with('#')) return quoted(ledger::to_hex(ledger::sha256(std::string_view(text).substr(1)).span()));
  if (text.starts_with('%')) return quoted(ledger::to_hex(names.document(text.substr(1)).span()));
  if (is_clock(text)) return quoted(ledger::to_text(names.time(text)));
  if (is_number(text) && text.size() < 10) return text;  // ten digits are a school's code
  if (text == "true" || text == "false") return text;
  return quoted(text);
}

/// `expert/@anna` and `paper/#essay` name streams by what stands behind the slash.
std::string stream_name(const std::string& word, const EventLineNames& names) {
  const auto slash = word.find('/');
  if (slash == std::string::npos || (word[slash + 1] != '@' && word[slash + 1] != '#')) return quoted(word);
  const auto name = json_value(word.substr(slash + 1), names);  // in quotes
  return quoted(word.substr(0, slash + 1) + name.substr(1, name.size() - 2));
}

}  // namespace

std::string json_line(const std::vector<std::string>& words, const EventLineNames& names) {
  std::string envelope = "\"type\":" + quoted(words.at(0)) + ",\"stream\":" + stream_name(words.at(1), names);
  std::string payload;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    if (equals == std::string::npos) continue;
    const bool in_envelope = words[i].starts_with('+');
    const auto name = words[i].substr(in_envelope ? 1 : 0, equals - (in_envelope ? 1 : 0));
    const auto member = quoted(name) + ":" + json_value(words[i].substr(equals + 1), names);
    if (in_envelope) {
      envelope += "," + member;
    } else {
      payload += (payload.empty() ? "" : ",") + member;
    }
  }
  return "{" + envelope + ",\"payload\":{" + payload + "}}";
}

}  // namespace shiji::tests
