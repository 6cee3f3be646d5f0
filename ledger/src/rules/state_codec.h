// Values of the decision state as bytes: big-endian integers, texts behind their length. Written and read by this
// build's rules only; the state is a fold and can be made again.
#pragma once

#include "shiji/ledger/contract.h"
#include "shiji/ledger/ids.h"

#include <array>
#include <string>
#include <string_view>

namespace shiji::ledger {

class StateWriter {
 public:
  template <typename T>
  StateWriter& number(T value) {
    using Unsigned = std::make_unsigned_t<T>;
    const auto bits = static_cast<std::uint64_t>(static_cast<Unsigned>(value));
    std::array<char, sizeof(T)> bytes;
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(bits >> (8 * (sizeof(T) - 1 - i)) & 0xff);
    out_.append(bytes.data(), bytes.size());
    return *this;
  }
  StateWriter& flag(bool value) { return number(static_cast<std::uint8_t>(value ? 1 : 0)); }
  StateWriter& bytes(Bytes value) {
    out_.append(reinterpret_cast<const char*>(value.data()), value.size());
    return *this;
  }
  StateWriter& text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_.append(value);
    return *this;
  }
  template <typename T>
  StateWriter& optional_number(const std::optional<T>& value) {
    flag(value.has_value());
    return number(value.value_or(T{}));
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Reading past the end is a broken contract: nobody else writes these values.
class StateReader {
 public:
  explicit StateReader(std::string_view bytes) : rest_(bytes) {}
  template <typename T>
  [[nodiscard]] T number() {
    std::uint64_t bits = 0;
    for (const char c : next(sizeof(T))) bits = bits << 8 | static_cast<std::uint8_t>(c);
    return static_cast<T>(bits);
  }
  [[nodiscard]] bool flag() { return number<std::uint8_t>() != 0; }
  template <typename T>
  [[nodiscard]] T fixed() {
    T out;
    const std::string_view from = next(T::size());
    for (std::size_t i = 0; i < T::size(); ++i) out.bytes[i] = static_cast<std::uint8_t>(from[i]);
    return out;
  }
  [[nodiscard]] std::string_view text() { return next(number<std::uint32_t>()); }
  template <typename T>
  [[nodiscard]] std::optional<T> optional_number() {
    const bool given = flag();
    const T value = number<T>();
    return given ? std::optional<T>(value) : std::nullopt;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view next(std::size_t count) {
    SHIJI_ASSERT(rest_.size() >= count, "a value of the decision state is whole");
    const std::string_view out = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return out;
  }

  std::string_view rest_;
};

}  // namespace shiji::ledger
