#include "fold/key_list.h"

namespace shiji::projections {

void KeyList::add(const ledger::Subject& subject, std::uint32_t item, std::uint32_t count) {
  static constexpr std::string_view digits = "0123456789abcdef";
  places_.push_back({text_.size(), 2 * ledger::Subject::size(), item, count});
  for (const auto byte : subject.bytes) {
    text_.push_back(digits[byte >> 4]);
    text_.push_back(digits[byte & 0xf]);
  }
}

void KeyList::add_to_last(std::uint32_t item, std::uint32_t count) {
  const auto last = places_.back();
  places_.push_back({last.offset, last.size, item, count});
}

}  // namespace shiji::projections
