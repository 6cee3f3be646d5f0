// What the generated readers, checks and builders share. Private: the generated payloads.cpp and the codec include it.
#pragma once

#include "events/text_check.h"
#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/payloads.h"

#include <flatbuffers/flatbuffers.h>

#include <bit>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace shiji::ledger {

static_assert(std::endian::native == std::endian::little, "spans view little-endian bytes in place");

/// Our struct may stand for flatc's in place: same size and alignment, no padding that could carry stray bytes.
template <typename Ours, typename Flatc>
// NOLINTNEXTLINE(misc-redundant-expression): it takes sizeof and alignof of a dependent type for the same
inline constexpr bool same_layout = sizeof(Ours) == sizeof(Flatc) && alignof(Ours) == alignof(Flatc) &&
                                    std::is_trivially_copyable_v<Ours>&& std::is_standard_layout_v<
                                        Ours>&& std::has_unique_object_representations_v<Ours>;

inline bool is_aligned_address(const void* address, std::size_t alignment) {
  return (reinterpret_cast<std::uintptr_t>(address) & (alignment - 1)) == 0;
}

template <typename Table>
bool is_well_formed(Bytes bytes) {
  if (bytes.empty()) return false;  // an empty payload need not be aligned
  SHIJI_ASSERT(is_aligned_address(bytes.data(), 8), "tables are read from 8-aligned bytes");
  flatbuffers::Verifier verifier(bytes.data(), bytes.size());
  return verifier.VerifyBuffer<Table>(nullptr);
}

template <typename Table>
const Table* root(Bytes bytes) {
  return flatbuffers::GetRoot<Table>(bytes.data());
}

// Reading.

inline std::string_view text(const flatbuffers::String& value) { return {value.c_str(), value.size()}; }
inline Bytes bytes(const flatbuffers::Vector<std::uint8_t>& value) { return {value.data(), value.size()}; }

template <typename Element, typename Vector>
std::span<const Element> elements(const Vector& value) {
  if (value.size() == 0) return {};  // an empty vector need not be aligned
  return {reinterpret_cast<const Element*>(value.Data()), value.size()};
}

template <typename Vector>
std::vector<std::string_view> texts(const Vector& value) {
  std::vector<std::string_view> out;
  out.reserve(value.size());
  for (const auto* element : value) out.push_back(text(*element));
  return out;
}

/// `read` is of the generated file, where the overload for the element is in sight.
template <typename Table, typename Vector, typename Read>
std::vector<Table> tables(const Vector& value, const Read& read) {
  std::vector<Table> out;
  out.reserve(value.size());
  for (const auto* element : value) out.push_back(read(*element));
  return out;
}

// Checking what flatbuffers::Verifier does not.

inline bool is_good_text(const flatbuffers::String& value) { return is_plain_text(text(value)); }

template <typename Vector>
bool are_good_texts(const Vector& value) {
  for (const auto* element : value) {
    if (!is_good_text(*element)) return false;
  }
  return true;
}

template <typename Vector>
bool is_aligned_to(const Vector& value, std::size_t alignment) {
  return value.size() == 0 || is_aligned_address(value.Data(), alignment);
}

template <typename Element, typename Vector>
bool is_aligned(const Vector& value) {
  return value.size() == 0 || is_aligned_to(value, alignof(Element));
}

template <typename Element, typename Sound>
bool have_sound_values(std::span<const Element> values, const Sound& sound) {
  for (const auto& value : values) {
    if (!sound(value)) return false;
  }
  return true;
}

inline TableFault inside(const char* field, TableFault fault) {
  fault.field.insert(0, field);
  return fault;
}

template <typename Vector, typename Check>
std::optional<TableFault> check_tables(const Vector& values, const Check& check) {
  std::size_t index = 0;
  for (const auto* value : values) {
    if (auto fault = check(*value)) return inside(("/" + std::to_string(index)).c_str(), std::move(*fault));
    ++index;
  }
  return std::nullopt;
}

// Building.

using Builder = flatbuffers::FlatBufferBuilder;

inline auto build_text(Builder& builder, std::string_view value) {
  return builder.CreateString(value.data(), value.size());
}

/// Without ForceVectorAlignment, force_align of the schema has no effect and a nested table is misaligned.
inline auto build_bytes(Builder& builder, Bytes value, std::size_t alignment) {
  if (alignment > 1) builder.ForceVectorAlignment(value.size(), 1, alignment);
  return builder.CreateVector(value.data(), value.size());
}

template <typename Flatc, typename Element>
auto build_structs(Builder& builder, std::span<const Element> values) {
  static_assert(same_layout<Element, Flatc>);
  return builder.CreateVectorOfStructs(reinterpret_cast<const Flatc*>(values.data()), values.size());
}

inline auto build_texts(Builder& builder, const std::vector<std::string_view>& values) {
  std::vector<flatbuffers::Offset<flatbuffers::String>> offsets;
  offsets.reserve(values.size());
  for (const auto value : values) offsets.push_back(build_text(builder, value));
  return builder.CreateVector(offsets);
}

template <typename Flatc, typename Table, typename Build>
auto build_tables(Builder& builder, const std::vector<Table>& values, const Build& build) {
  std::vector<flatbuffers::Offset<Flatc>> offsets;
  offsets.reserve(values.size());
  for (const auto& value : values) offsets.push_back(build(value));
  return builder.CreateVector(offsets);
}

template <typename Flatc, typename Value>
void add_struct(Builder& builder, flatbuffers::voffset_t field, const Value& value) {
  const auto copy = std::bit_cast<Flatc>(value);
  builder.AddStruct(field, &copy);
}

inline Buffer taken(const Builder& builder) {
  const auto bytes = builder.GetBufferSpan();
  return {bytes.begin(), bytes.end()};
}

}  // namespace shiji::ledger
