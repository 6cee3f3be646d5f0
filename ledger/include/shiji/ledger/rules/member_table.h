// MemberTable: many small values under one key of the decision state, such as who was seen at one session.
//
// What: rows of a member and its value, in the byte order of the members. All members of a table have one size, all
// values another, so a look-up is a binary search in bytes that lie together and a change is made in place.
// Shape of `bytes()`: u8 size of a member, u8 size of a value, then the rows. Guarantees: the same members and values
// are the same bytes, in whatever order they came. Errors: `parse` gives nothing for bytes that are no table; another
// size than the table has aborts. Threads: a value, look-ups included: they remember where they ended. Cost: a look-up
// log2(rows) comparisons; a new member moves those behind it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shiji::ledger {

/// A copy of a value, without memory of its own elsewhere.
class MemberValue {
 public:
  static constexpr std::size_t size_max = 63;
  MemberValue() = default;
  explicit MemberValue(std::string_view value);
  operator std::string_view() const { return {bytes_.data(), size_}; }

 private:
  std::uint8_t size_ = 0;
  std::array<char, size_max> bytes_{};
};

class MemberTable {
 public:
  [[nodiscard]] static std::optional<MemberTable> parse(std::string_view bytes);
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

  /// Points into the table: valid until it changes.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view member) const;
  /// Returns the value before, nothing when the member is new.
  std::optional<MemberValue> put(std::string_view member, std::string_view value);
  /// The member must be there.
  void erase(std::string_view member);
  /// In byte order, until `visit` returns false.
  void each(const std::function<bool(std::string_view member, std::string_view value)>& visit) const;

 private:
  [[nodiscard]] std::size_t member_size() const { return static_cast<unsigned char>(bytes_[0]); }
  [[nodiscard]] std::size_t row_size() const { return member_size() + static_cast<unsigned char>(bytes_[1]); }
  /// Where the member's row is, or would be.
  [[nodiscard]] std::size_t place_of(std::string_view member) const;
  [[nodiscard]] bool is_at(std::size_t place, std::string_view member) const;

  std::string bytes_;                   // empty before the first member
  mutable std::size_t last_place_ = 0;  // what is looked up is often changed next
};

}  // namespace shiji::ledger
