// Random events of every type, from any source of numbers, so that properties and vectors share them.
#pragma once

#include "shiji/ledger/events/codec.h"

#include <deque>
#include <functional>
#include <stdexcept>
#include <string>

namespace shiji::ledger {
struct Shape;
struct FieldShape;
}  // namespace shiji::ledger

namespace shiji::test {

/// Owns what the made structs point to.
class RandomEvents {
 public:
  /// Gives a number below its argument.
  using Source = std::function<std::uint64_t(std::uint64_t)>;
  explicit RandomEvents(Source source) : source_(std::move(source)) {}

  [[nodiscard]] ledger::Buffer payload(ledger::EventType type);
  /// An event with that payload; every optional field of the envelope is there or not.
  [[nodiscard]] ledger::Event event(ledger::EventType type);

 private:
  template <typename T>
  T one_of(std::initializer_list<T> values) {
    return *(values.begin() + static_cast<std::ptrdiff_t>(source_(values.size())));
  }
  template <typename T>
  std::optional<T> maybe(T value) {
    return source_(2) == 0 ? std::nullopt : std::optional<T>(value);
  }
  template <typename T>
  T fixed() {
    T out;
    for (auto& byte : out.bytes) byte = static_cast<std::uint8_t>(source_(256));
    return out;
  }
  template <typename T>
  std::span<const T> many(const std::function<T()>& make, std::size_t least = 0);

  std::string_view text();
  std::uint32_t number() { return static_cast<std::uint32_t>(source_(std::uint64_t{1} << 32U)); }
  ledger::Time time();
  ledger::Date date() { return {static_cast<std::int32_t>(source_(40'000)) - 1'000}; }
  ledger::Bytes bytes();
  ledger::Signature signature();

  std::string json_object(const ledger::Shape& shape);
  std::string json_field(const ledger::FieldShape& field);
  std::string json_value(const ledger::FieldShape& field);
  std::string integer(const ledger::FieldShape& field);
  std::string opaque(std::uint32_t size);

  Source source_;
  std::deque<std::string> texts_;
  std::deque<ledger::Buffer> buffers_;
  std::deque<std::vector<ledger::Subject>> subjects_;
  std::deque<std::vector<ledger::Hash>> hashes_;
};

/// Every type this build knows.
[[nodiscard]] std::vector<ledger::EventType> all_types();

/// The value, or the test fails with the refusal's place.
template <typename T>
T must(ledger::Result<T> result) {
  if (const auto* refusal = result.refusal()) {
    throw std::runtime_error(std::string(text_of(refusal->code).name) + " at " + refusal->place);
  }
  if (!result) throw std::runtime_error("an error");
  return std::move(result).value();
}

}  // namespace shiji::test
