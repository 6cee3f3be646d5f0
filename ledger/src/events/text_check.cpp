#include "events/text_check.h"

#include <cstdint>
#include <cstring>

namespace shiji::ledger {
namespace {

/// True when all eight bytes are ASCII from space up (0x7f is looked at one by one).
bool is_plain_word(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  const std::uint64_t below_space = (word - ones * 0x20) & ~word;
  const std::uint64_t is_delete = (word ^ (ones * 0x7f)) - ones;
  return ((word | below_space | is_delete) & (ones * 0x80)) == 0;
}

bool is_continuation(unsigned char byte) { return (byte & 0xc0U) == 0x80U; }

std::size_t length_of_two(const unsigned char* at, std::size_t left) {
  if (left < 2 || !is_continuation(at[1])) return 0;
  return at[0] == 0xc2 && at[1] < 0xa0 ? 0 : 2;  // U+0080 to U+009F are control characters too
}

std::size_t length_of_three(const unsigned char* at, std::size_t left) {
  if (left < 3 || !is_continuation(at[1]) || !is_continuation(at[2])) return 0;
  if (at[0] == 0xe0 && at[1] < 0xa0) return 0;
  return at[0] == 0xed && at[1] >= 0xa0 ? 0 : 3;
}

std::size_t length_of_four(const unsigned char* at, std::size_t left) {
  if (left < 4 || !is_continuation(at[1]) || !is_continuation(at[2]) || !is_continuation(at[3])) return 0;
  if (at[0] == 0xf0 && at[1] < 0x90) return 0;
  return at[0] == 0xf4 && at[1] >= 0x90 ? 0 : 4;
}

/// Length of the UTF-8 character at `at`, 0 when it is not one. Overlong forms and surrogates are not characters.
std::size_t character_length(const unsigned char* at, std::size_t left) {
  const unsigned char lead = at[0];
  if (lead < 0x80) return (lead < 0x20 && lead != '\t' && lead != '\n') || lead == 0x7f ? 0 : 1;
  if (lead >= 0xc2 && lead <= 0xdf) return length_of_two(at, left);
  if (lead >= 0xe0 && lead <= 0xef) return length_of_three(at, left);
  if (lead >= 0xf0 && lead <= 0xf4) return length_of_four(at, left);
  return 0;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  constexpr std::size_t word_size = sizeof(std::uint64_t);
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t left = text.size();
  const auto plain_word_at = [](const unsigned char* place) {
    std::uint64_t word = 0;
    std::memcpy(&word, place, word_size);
    return is_plain_word(word);
  };
  while (left > 0) {
    if (left >= word_size && plain_word_at(at)) {
      at += word_size;
      left -= word_size;
      // What is left over is looked at together with some of what was.
      if (left > 0 && left < word_size && plain_word_at(at + left - word_size)) return true;
      continue;
    }
    if (*at >= ' ' && *at < 0x7f) {
      ++at;
      --left;
      continue;
    }
    const std::size_t length = character_length(at, left);
    if (length == 0) return false;
    at += length;
    left -= length;
  }
  return true;
}

}  // namespace shiji::ledger
