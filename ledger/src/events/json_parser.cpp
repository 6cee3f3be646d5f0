// The reader of strict JSON.
#include "events/json_value.h"
#include "events/text_check.h"

#include <array>
#include <optional>

namespace shiji::ledger::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_character(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0U | code >> 6U);
    put(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    put(0xe0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3fU));
    put(0x80U | (code & 0x3fU));
  } else {
    put(0xf0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3fU));
    put(0x80U | (code >> 6U & 0x3fU));
    put(0x80U | (code & 0x3fU));
  }
}

/// Recursive descent. Every function returns false after `failure_` is set.
class Parser {
 public:
  Parser(std::string_view text, std::uint64_t first_line) : text_(text), line_(first_line) {}

  Result<Value> parse() {
    Value out;
    skip_space();
    if (!read_value(out, 0)) return *failure_;
    skip_space();
    if (at_ != text_.size()) {
      fail("the end");
      return *failure_;
    }
    return out;
  }

 private:
  bool fail(std::string_view expected) {
    const std::string_view found = at_ < text_.size() ? text_.substr(at_, 1) : std::string_view();
    const bool shown =
        !found.empty() && static_cast<unsigned char>(found[0]) > 0x1f && static_cast<unsigned char>(found[0]) < 0x7f;
    failure_ = Refusal{RefusalCode::not_json, place(line_, pointer_), std::string(expected),
                       found.empty() ? "the end"
                       : shown       ? std::string(found)
                                     : "another byte"};
    return false;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
      if (c == '\n') ++line_;
      ++at_;
    }
  }

  bool read_value(Value& out, std::size_t depth) {
    out.line = line_;
    switch (peek()) {
      case '{':
        return read_object(out, depth);
      case '[':
        return read_array(out, depth);
      case '"':
        out.kind = Kind::text;
        return read_text(out.text);
      case 't':
        out.truth = true;
        return read_word(out, "true", Kind::boolean);
      case 'f':
        return read_word(out, "false", Kind::boolean);
      case 'n':
        return read_word(out, "null", Kind::null);
      default:
        return read_number(out);
    }
  }

  bool read_word(Value& out, std::string_view word, Kind kind) {
    if (text_.substr(at_, word.size()) != word) return fail("a value");
    at_ += word.size();
    out.kind = kind;
    return true;
  }

  bool read_digits() {
    if (!is_digit(peek())) return fail("a digit");
    while (is_digit(peek())) ++at_;
    return true;
  }

  bool read_number(Value& out) {
    const std::size_t start = at_;
    const bool negative = take('-');
    if (!negative && !is_digit(peek())) return fail("a value");
    if (!take('0') && !read_digits()) return false;
    if (take('.') && !read_digits()) return false;
    if (take('e') || take('E')) {
      if (!take('-')) take('+');
      if (!read_digits()) return false;
    }
    out.kind = Kind::number;
    out.text = std::string(text_.substr(start, at_ - start));
    return true;
  }

  bool read_text(std::string& out) {
    ++at_;
    while (true) {
      const std::size_t start = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
        if (static_cast<unsigned char>(text_[at_]) < 0x20) return fail("no control character in a string");
        ++at_;
      }
      out.append(text_.substr(start, at_ - start));
      if (at_ == text_.size()) return fail("the end of a string");
      if (take('"')) break;
      if (!read_escape(out)) return false;
    }
    return is_plain_text(out) || fail("UTF-8 without control characters in a string");
  }

  bool read_escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    ++at_;
    const char letter = peek();
    if (letter == 'u') {
      ++at_;
      return read_unicode(out);
    }
    const auto index = letters.find(letter);
    if (letter == '\0' || index == std::string_view::npos) return fail("an escape");
    ++at_;
    out.push_back(meanings[index]);
    return true;
  }

  std::optional<std::uint32_t> read_four_digits() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      const int digit = is_digit(c)            ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return code;
  }

  bool read_unicode(std::string& out) {
    const auto code = read_four_digits();
    if (!code) return fail("four hexadecimal digits");
    if (*code < 0xd800 || *code > 0xdfff) {
      append_character(out, *code);
      return true;
    }
    if (*code >= 0xdc00 || !take('\\') || !take('u')) return fail("a pair of surrogates");
    const auto low = read_four_digits();
    if (!low || *low < 0xdc00 || *low > 0xdfff) return fail("a pair of surrogates");
    append_character(out, 0x10000 + ((*code - 0xd800) << 10U) + (*low - 0xdc00));
    return true;
  }

  bool read_array(Value& out, std::size_t depth) {
    if (depth == depth_max) return fail("less depth");
    out.kind = Kind::array;
    ++at_;
    skip_space();
    if (take(']')) return true;
    const std::size_t pointer_size = pointer_.size();
    do {
      skip_space();
      pointer_ += step(std::to_string(out.items.size()));
      if (!read_value(out.items.emplace_back(), depth + 1)) return false;
      pointer_.resize(pointer_size);
      skip_space();
    } while (take(','));
    return take(']') || fail("',' or ']'");
  }

  bool read_object(Value& out, std::size_t depth) {
    if (depth == depth_max) return fail("less depth");
    out.kind = Kind::object;
    ++at_;
    skip_space();
    if (take('}')) return true;
    do {
      skip_space();
      if (!read_member(out, depth)) return false;
      skip_space();
    } while (take(','));
    return take('}') || fail("',' or '}'");
  }

  bool read_member(Value& out, std::size_t depth) {
    const std::size_t pointer_size = pointer_.size();
    Member member;
    if (peek() != '"') return fail("a name");
    if (!read_text(member.name)) return false;
    pointer_ += step(member.name);
    if (out.find(member.name) != nullptr) {
      failure_ = Refusal{RefusalCode::repeated_field, place(line_, pointer_), "", ""};
      return false;
    }
    skip_space();
    if (!take(':')) return fail("':'");
    skip_space();
    if (!read_value(member.value, depth + 1)) return false;
    pointer_.resize(pointer_size);
    out.members.push_back(std::move(member));
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_;
  std::string pointer_;
  std::optional<Refusal> failure_;
};

}  // namespace

Result<Value> parse(std::string_view text, std::uint64_t first_line) { return Parser(text, first_line).parse(); }

const Value* Value::find(std::string_view name) const {
  for (const auto& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

std::string place(std::uint64_t line, std::string_view pointer) {
  std::string out = "line " + std::to_string(line);
  if (!pointer.empty()) out.append(" ").append(pointer);
  return out;
}

std::string_view name_of(Kind kind) {
  constexpr std::array<std::string_view, 6> names = {"null",     "a boolean", "a number",
                                                     "a string", "an array",  "an object"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string step(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out.push_back(c);
    }
  }
  out.push_back('"');
}

}  // namespace shiji::ledger::json
