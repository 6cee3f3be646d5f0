#include "projector/set_hash.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <sodium.h>

namespace shiji::projections {
namespace {

void append_little_endian(std::string& out, std::uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

void append_sized(std::string& out, std::string_view piece) {
  append_little_endian(out, piece.size(), 8);
  out.append(piece);
}

void append_sized(std::string& out, std::uint64_t value, unsigned size) {
  append_little_endian(out, size, 8);
  append_little_endian(out, value, size);
}

void hash_sized(crypto_generichash_state& state, std::string_view piece) {
  std::array<std::uint8_t, 8> size{};
  for (unsigned i = 0; i < size.size(); ++i) size[i] = static_cast<std::uint8_t>(piece.size() >> (8 * i));
  crypto_generichash_update(&state, size.data(), size.size());
  crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size());
}

using Element = std::array<std::uint8_t, 2 * SetHash::lanes>;

void element_of(const Seed& seed, Element& out) {
  static_assert(crypto_stream_chacha20_KEYBYTES == Seed::size());
  constexpr std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
  crypto_stream_chacha20(out.data(), out.size(), nonce.data(), seed.bytes.data());
}

std::uint16_t lane(const std::uint8_t* bytes) { return static_cast<std::uint16_t>(bytes[0] | (bytes[1] << 8)); }

}  // namespace

SeedMaker::SeedMaker(std::string_view origin, std::string_view projection, std::uint32_t version) {
  SHIJI_ASSERT(sodium_init() >= 0, "libsodium starts");
  append_sized(prefix_, origin);
  append_sized(prefix_, projection);
  append_sized(prefix_, version, 4);
}

Seed SeedMaker::seed(std::string_view key, std::string_view value) const {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, Seed::size());
  crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(prefix_.data()), prefix_.size());
  hash_sized(state, key);
  hash_sized(state, value);
  Seed seed;
  crypto_generichash_final(&state, seed.bytes.data(), Seed::size());
  return seed;
}

void SetHash::add(const Seed& seed) {
  Element element;
  element_of(seed, element);
  for (std::size_t i = 0; i < lanes; ++i) {
    vector_[i] = static_cast<std::uint16_t>(vector_[i] + lane(&element[2 * i]));
  }
}

void SetHash::subtract(const Seed& seed) {
  Element element;
  element_of(seed, element);
  for (std::size_t i = 0; i < lanes; ++i) {
    vector_[i] = static_cast<std::uint16_t>(vector_[i] - lane(&element[2 * i]));
  }
}

std::string SetHash::bytes() const {
  std::string out;
  out.reserve(2 * lanes);
  for (const auto value : vector_) append_little_endian(out, value, 2);
  return out;
}

std::optional<SetHash> SetHash::from_bytes(std::string_view bytes) {
  if (bytes.size() != 2 * lanes) return std::nullopt;
  SetHash out;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (std::size_t i = 0; i < lanes; ++i) out.vector_[i] = lane(data + 2 * i);
  return out;
}

ledger::Hash state_digest(std::string_view projection, std::uint32_t version, ledger::TreeSize cursor,
                          const ledger::Hash& cursor_leaf_hash, const SetHash& set) {
  std::string text;
  append_sized(text, projection);
  append_sized(text, version, 4);
  append_sized(text, cursor.value, 8);
  append_sized(text,
               std::string_view(reinterpret_cast<const char*>(cursor_leaf_hash.bytes.data()), ledger::Hash::size()));
  append_sized(text, set.bytes());
  return ledger::sha256(text);
}

}  // namespace shiji::projections
