// The nouns that are numbers or fixed bytes, each a type of its own, so that a sequence is never a version.
//
// Units: Time is microseconds UTC since 1970-01-01; Date is days since 1970-01-01 in Asia/Shanghai.
// Layout: every type here is exactly its representation (asserted), because generated event structs hold them in place.
// Threads: immutable.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

using Bytes = std::span<const std::uint8_t>;
using Buffer = std::vector<std::uint8_t>;

/// A number with a meaning. `value` is public: arithmetic is spelt out where it happens.
template <typename Tag, typename Rep>
struct Strong {
  Rep value{};
  auto operator<=>(const Strong&) const = default;
};

using Sequence = Strong<struct SequenceTag, std::uint64_t>;  ///< position in the ledger, from 0; Merkle leaf index
using Version = Strong<struct VersionTag, std::uint64_t>;    ///< position in one stream, from 0
using TreeSize = Strong<struct TreeSizeTag, std::uint64_t>;  ///< number of leaves
using Time = Strong<struct TimeTag, std::int64_t>;           ///< microseconds UTC
using Date = Strong<struct DateTag, std::int32_t>;           ///< days, Asia/Shanghai

/// N opaque bytes with a meaning.
template <typename Tag, std::size_t N>
struct FixedBytes {
  std::array<std::uint8_t, N> bytes{};
  auto operator<=>(const FixedBytes&) const = default;
  static constexpr std::size_t size() { return N; }
  [[nodiscard]] Bytes span() const { return bytes; }
  [[nodiscard]] bool is_zero() const { return *this == FixedBytes{}; }
};

using Hash = FixedBytes<struct HashTag, 32>;                      ///< SHA-256 (or SM3)
using Subject = FixedBytes<struct SubjectTag, 16>;                ///< a person, by a random pseudonymous id
using KeyId = FixedBytes<struct KeyIdTag, 16>;                    ///< names a public key
using PublicKey = FixedBytes<struct PublicKeyTag, 32>;            ///< Ed25519
using SignatureBytes = FixedBytes<struct SignatureBytesTag, 64>;  ///< Ed25519
using Nonce = FixedBytes<struct NonceTag, 24>;                    ///< XChaCha20-Poly1305

static_assert(sizeof(Sequence) == 8 && sizeof(Date) == 4 && sizeof(Hash) == 32 && alignof(Hash) == 1);
static_assert(sizeof(Subject) == 16 && sizeof(KeyId) == 16 && sizeof(SignatureBytes) == 64 && sizeof(Nonce) == 24);

[[nodiscard]] std::string to_hex(Bytes bytes);                        ///< lower case
[[nodiscard]] std::optional<Buffer> from_hex(std::string_view text);  ///< lower case only; nullopt if not hex
template <typename T>
[[nodiscard]] std::optional<T> fixed_from_hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != T::size()) return std::nullopt;
  T out;
  for (std::size_t i = 0; i < T::size(); ++i) out.bytes[i] = (*bytes)[i];
  return out;
}

[[nodiscard]] std::string to_text(Time time);                             ///< 2023-09-04T01:02:03.000004Z
[[nodiscard]] std::string to_text(Date date);                             ///< 2023-09-04
[[nodiscard]] std::optional<Time> time_from_text(std::string_view text);  ///< only the form above
[[nodiscard]] std::optional<Date> date_from_text(std::string_view text);  ///< only the form above; real days only
[[nodiscard]] Date business_date_of(Time time);                           ///< the day it is in Asia/Shanghai (UTC+8)

}  // namespace shiji::ledger

template <typename Tag, std::size_t N>
struct std::hash<shiji::ledger::FixedBytes<Tag, N>> {
  std::size_t operator()(const shiji::ledger::FixedBytes<Tag, N>& id) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(id.bytes.data()), N});
  }
};
