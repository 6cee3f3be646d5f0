#include "shiji/ledger/rules/member_table.h"

#include "shiji/ledger/contract.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace shiji::ledger {
namespace {
constexpr std::size_t header_size = 2;
constexpr std::size_t member_size_max = 255;

std::uint64_t big_endian(const char* at) {
  std::uint64_t number = 0;
  std::memcpy(&number, at, sizeof(number));
  return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
}

/// memcmp for what is short and has a length the compiler does not know.
bool is_before(const char* a, const char* b, std::size_t size) {
  for (; size >= 8; a += 8, b += 8, size -= 8) {
    const auto left = big_endian(a);
    const auto right = big_endian(b);
    if (left != right) return left < right;
  }
  return std::memcmp(a, b, size) < 0;
}
}  // namespace

MemberValue::MemberValue(std::string_view value) : size_(static_cast<std::uint8_t>(value.size())) {
  SHIJI_ASSERT(value.size() <= size_max, "the values of a table are small");
  std::copy(value.begin(), value.end(), bytes_.begin());
}

std::optional<MemberTable> MemberTable::parse(std::string_view bytes) {
  MemberTable table;
  table.bytes_ = bytes;
  if (bytes.empty()) return table;
  if (bytes.size() < header_size || table.member_size() == 0) return std::nullopt;
  const std::size_t row = table.row_size();
  if ((bytes.size() - header_size) % row != 0) return std::nullopt;
  for (std::size_t at = header_size + row; at < bytes.size(); at += row) {
    const auto before = bytes.substr(at - row, table.member_size());
    if (before >= bytes.substr(at, table.member_size())) return std::nullopt;
  }
  return table;
}

std::size_t MemberTable::place_of(std::string_view member) const {
  SHIJI_ASSERT(member.size() == member_size(), "the members of a table have one size");
  const std::size_t row = row_size();
  if (last_place_ >= header_size && is_at(last_place_, member)) return last_place_;
  std::size_t first = 0;
  std::size_t count = (bytes_.size() - header_size) / row;
  while (count > 0) {
    const std::size_t half = count / 2;
    if (is_before(bytes_.data() + header_size + (first + half) * row, member.data(), member.size())) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return last_place_ = header_size + first * row;
}

bool MemberTable::is_at(std::size_t place, std::string_view member) const {
  return place < bytes_.size() && std::memcmp(bytes_.data() + place, member.data(), member.size()) == 0;
}

std::optional<std::string_view> MemberTable::find(std::string_view member) const {
  if (bytes_.empty()) return std::nullopt;
  const std::size_t place = place_of(member);
  if (!is_at(place, member)) return std::nullopt;
  return std::string_view(bytes_).substr(place + member.size(), row_size() - member.size());
}

std::optional<MemberValue> MemberTable::put(std::string_view member, std::string_view value) {
  if (bytes_.empty()) {
    SHIJI_ASSERT(!member.empty() && member.size() <= member_size_max && value.size() <= MemberValue::size_max,
                 "members and values of a table are small");
    bytes_.push_back(static_cast<char>(member.size()));
    bytes_.push_back(static_cast<char>(value.size()));
  }
  SHIJI_ASSERT(member.size() + value.size() == row_size(), "the values of a table have one size");
  const std::size_t place = place_of(member);
  if (is_at(place, member)) {
    MemberValue before(std::string_view(bytes_).substr(place + member.size(), value.size()));
    bytes_.replace(place + member.size(), value.size(), value);
    return before;
  }
  bytes_.insert(place, row_size(), '\0');
  bytes_.replace(place, member.size(), member);
  bytes_.replace(place + member.size(), value.size(), value);
  return std::nullopt;
}

void MemberTable::erase(std::string_view member) {
  const std::size_t place = bytes_.empty() ? 0 : place_of(member);
  SHIJI_ASSERT(is_at(place, member), "only a member that is there is erased");
  bytes_.erase(place, row_size());
  if (bytes_.size() == header_size) bytes_.clear();
}

void MemberTable::each(const std::function<bool(std::string_view, std::string_view)>& visit) const {
  const std::string_view all = bytes_;
  const std::size_t row = all.empty() ? 0 : row_size();
  for (std::size_t at = header_size; at < all.size(); at += row) {
    const auto member = all.substr(at, member_size());
    if (!visit(member, all.substr(at + member.size(), row - member.size()))) return;
  }
}

}  // namespace shiji::ledger
