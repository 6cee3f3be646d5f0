#include "fold/key_list.h"

#include <array>

namespace shiji::projections {

void KeyList::add(const ledger::Subject& subject, std::uint32_t item, std::uint32_t count) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 2 * ledger::Subject::size()> text;
  for (std::size_t i = 0; i < ledger::Subject::size(); ++i) {
    text[2 * i] = digits[subject.bytes[i] >> 4];
    text[2 * i + 1] = digits[subject.bytes[i] & 0xf];
  }
  add({text.data(), text.size()}, item, count);
}

void KeyList::add_to_last(std::uint32_t item, std::uint32_t count) {
  const auto last = places_.back();
  places_.push_back({last.offset, last.size, item, count});
}

}  // namespace shiji::projections
