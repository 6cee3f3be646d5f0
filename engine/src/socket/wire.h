// Wire: how values are written into the body of a request or an answer, and read back (docs/formats/socket.md).
//
// What: little-endian numbers, u32 counts before texts and lists, one byte before what may be absent. A message names
// its parts once, in `fields(archive, message)` (socket/messages.h); WireWriter and WireReader are the two archives.
// Guarantees: the reader never goes beyond its bytes, never reserves more than they can hold, and takes the whole or
// nothing. Errors: bad_message. Threads: one thread at a time.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <concepts>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace shiji::engine {

/// A message as an archive takes it: the writer only looks at it.
template <typename Archive, typename Message>
using Held = std::conditional_t<Archive::writing, const Message, Message>;

class WireWriter {
 public:
  static constexpr bool writing = true;

  template <typename... Values>
  void operator()(const Values&... values) {
    (put(values), ...);
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  template <std::integral Number>
  void put(Number number) {
    for (std::size_t i = 0; i < sizeof number; ++i)
      bytes_.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i)));
  }
  template <typename Name>
  requires std::is_enum_v<Name>
  void put(Name name) { put(static_cast<std::underlying_type_t<Name>>(name)); }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_.append(text);
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  void put(const ledger::Buffer& bytes) {
    put(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  template <typename Tag, typename Rep>
  void put(const ledger::Strong<Tag, Rep>& number) {
    put(number.value);
  }
  template <typename Tag, std::size_t N>
  void put(const ledger::FixedBytes<Tag, N>& fixed) {
    bytes_.append(fixed.bytes.begin(), fixed.bytes.end());
  }
  template <typename Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <typename Value>
  void put(const std::vector<Value>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const auto& value : values) put(value);
  }
  template <typename Message>
  requires std::is_class_v<Message>
  void put(const Message& message) { fields(*this, message); }

  std::string bytes_;
};

class WireReader {
 public:
  static constexpr bool writing = false;
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  template <typename... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  /// Everything was there and nothing is left.
  [[nodiscard]] bool whole() const { return !short_ && rest_.empty(); }

 private:
  std::string_view cut(std::size_t size) {
    if (size > rest_.size()) {
      short_ = true;
      rest_ = {};
      return {};
    }
    const auto part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return part;
  }
  std::uint32_t count() {
    std::uint32_t number = 0;
    get(number);
    return number;
  }

  template <std::integral Number>
  void get(Number& number) {
    std::uint64_t read = 0;
    const auto bytes = cut(sizeof number);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      read |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    number = static_cast<Number>(read);
  }
  template <typename Name>
  requires std::is_enum_v<Name>
  void get(Name& name) {
    std::underlying_type_t<Name> number{};
    get(number);
    name = static_cast<Name>(number);
  }
  void get(std::string& text) { text = cut(count()); }
  void get(ledger::Buffer& bytes) {
    const auto part = cut(count());
    bytes.assign(part.begin(), part.end());
  }
  template <typename Tag, typename Rep>
  void get(ledger::Strong<Tag, Rep>& number) {
    get(number.value);
  }
  template <typename Tag, std::size_t N>
  void get(ledger::FixedBytes<Tag, N>& fixed) {
    const auto part = cut(N);
    if (part.size() == N) std::memcpy(fixed.bytes.data(), part.data(), N);
  }
  template <typename Value>
  void get(std::optional<Value>& value) {
    bool there = false;
    get(there);
    if (there) get(value.emplace());
  }
  template <typename Value>
  void get(std::vector<Value>& values) {
    values.clear();
    for (auto left = count(); left > 0 && !short_; --left) get(values.emplace_back());
  }
  template <typename Message>
  requires std::is_class_v<Message>
  void get(Message& message) { fields(*this, message); }

  std::string_view rest_;
  bool short_ = false;
};

template <typename... Parts>
[[nodiscard]] std::string to_wire(const Parts&... parts) {
  WireWriter writer;
  writer(parts...);
  return writer.take();
}

template <typename Message>
[[nodiscard]] ledger::Result<Message> from_wire(std::string_view bytes) {
  Message message{};
  WireReader reader(bytes);
  reader(message);
  if (reader.whole()) return message;
  return ledger::Error{ledger::ErrorCode::bad_message, "", "a message is cut short or too long"};
}

}  // namespace shiji::engine
