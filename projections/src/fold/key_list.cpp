#include "fold/key_list.h"

namespace shiji::projections {

void KeyList::add(const ledger::Subject& subject, std::uint32_t item) {
  static constexpr std::string_view digits = "0123456789abcdef";
  places_.push_back({text_.size(), 2 * ledger::Subject::size(), item});
  for (const auto byte : subject.bytes) {
    text_.push_back(digits[byte >> 4]);
    text_.push_back(digits[byte & 0xf]);
  }
}

}  // namespace shiji::projections
