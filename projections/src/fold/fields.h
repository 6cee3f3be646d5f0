// FieldState: the state of one key as a list of fields that are named once.
//
// What: a state derives from it and has `static auto fields(auto& self)`, which ties its members; writing, reading and
// measuring follow. A member is a number, flag, enum, text, hash, subject, date or time, an optional, vector or array
// of members, or a struct that has `fields` itself. Guarantees: canonical if vectors are kept in one order; a value
// that does not fit its member is bad. A state nothing was folded into (`known` is false) is empty and not kept.
// Ownership: a state owns its members. Threads: one thread at a time.
#pragma once

#include "fold/projection.h"

#include <concepts>
#include <limits>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

namespace shiji::projections {

template <typename T>
concept StructField = requires(T value) {
  T::fields(value);
};
template <typename T>
concept FixedBytesField = requires(const T value) {
  value.span(), T::size();
};
template <typename T>
concept StrongNumberField = requires(T value) {
  requires std::integral<decltype(value.value)>;
};
template <typename T>
concept OptionalField = requires(T value) {
  value.has_value(), value.emplace();
};
template <typename T>
concept ListField = requires(T value) {
  value.emplace_back(), value.reserve(0);
};
template <typename T>
concept ArrayField = requires(T value) {
  value.fill(value[0]);
};

template <typename T>
void write_field(BinaryWriter& out, const T& value) {
  if constexpr (StructField<T>) {
    std::apply([&out](const auto&... field) { (write_field(out, field), ...); }, T::fields(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    out.text(value);
  } else if constexpr (std::is_enum_v<T>) {
    out.number(static_cast<std::uint64_t>(value));
  } else if constexpr (std::signed_integral<T>) {
    out.integer(value);
  } else if constexpr (std::integral<T>) {
    out.number(value);
  } else if constexpr (FixedBytesField<T>) {
    out.raw(value.span());
  } else if constexpr (StrongNumberField<T>) {
    write_field(out, value.value);
  } else if constexpr (OptionalField<T>) {
    out.boolean(value.has_value());
    if (value) write_field(out, *value);
  } else if constexpr (ListField<T>) {
    out.number(value.size());
    for (const auto& element : value) write_field(out, element);
  } else {
    static_assert(ArrayField<T>, "this is no kind of field");
    for (const auto& element : value) write_field(out, element);
  }
}

template <typename T>
void read_field(BinaryReader& in, T& value) {
  if constexpr (StructField<T>) {
    std::apply([&in](auto&... field) { (read_field(in, field), ...); }, T::fields(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    value = in.text();
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(in.bounded(std::numeric_limits<std::underlying_type_t<T>>::max()));
  } else if constexpr (std::signed_integral<T>) {
    value = static_cast<T>(in.integer_within(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  } else if constexpr (std::integral<T>) {
    value = static_cast<T>(in.bounded(std::numeric_limits<T>::max()));
  } else if constexpr (FixedBytesField<T>) {
    value = in.fixed<T>();
  } else if constexpr (StrongNumberField<T>) {
    read_field(in, value.value);
  } else if constexpr (OptionalField<T>) {
    if (in.boolean()) read_field(in, value.emplace());
  } else if constexpr (ListField<T>) {
    value.clear();
    for (auto left = in.count(1); left > 0 && in.ok(); --left) read_field(in, value.emplace_back());
  } else {
    static_assert(ArrayField<T>, "this is no kind of field");
    for (auto& element : value) read_field(in, element);
  }
}

/// Roughly what a member holds beside itself.
template <typename T>
[[nodiscard]] std::size_t held_bytes(const T& value) {
  if constexpr (StructField<T>) {
    return std::apply([](const auto&... field) { return (held_bytes(field) + ... + 0); }, T::fields(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    return value.capacity() > 15 ? value.capacity() : 0;
  } else if constexpr (ListField<T>) {
    return value.capacity() * sizeof(typename T::value_type);
  } else if constexpr (OptionalField<T>) {
    return value ? held_bytes(*value) : 0;
  } else {
    return 0;
  }
}

template <typename State>
class FieldState : public KeyState {
 public:
  void encode(BinaryWriter& out) const final { write_field(out, self()); }
  [[nodiscard]] bool decode(BinaryReader& in) final {
    read_field(in, static_cast<State&>(*this));
    known = true;  // nothing else is kept
    return in.ok();
  }
  [[nodiscard]] bool empty() const final { return !known; }
  [[nodiscard]] std::size_t bytes() const final { return sizeof(State) + held_bytes(self()); }

  bool known = false;

 private:
  [[nodiscard]] const State& self() const { return static_cast<const State&>(*this); }
};

}  // namespace shiji::projections
