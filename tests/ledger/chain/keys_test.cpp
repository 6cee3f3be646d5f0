#include "shiji/ledger/chain/keys.h"

#include "chain/memory_log.h"

#include <catch2/catch.hpp>

#include <type_traits>

namespace shiji::ledger {
namespace {

using test::bytes_of;

std::array<std::uint8_t, 32> counting_seed() {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  return seed;
}

template <typename T>
T from_hex_text(std::string_view text) {
  return fixed_from_hex<T>(text).value();
}

}  // namespace

TEST_CASE("a seed gives the public key of RFC 8032") {
  const SecretKey key = SecretKey::from_seed(counting_seed());
  CHECK(to_hex(key.public_key().span()) == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
  CHECK(key.seed() == counting_seed());
}

TEST_CASE("signing gives the second test signature of RFC 8032") {
  const auto seed = from_hex_text<Hash>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").bytes;
  const SecretKey key = SecretKey::from_seed(seed);
  const std::uint8_t message = 0x72;
  const SignatureBytes signature = key.sign(Bytes(&message, 1));
  CHECK(to_hex(signature.span()) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(signature_holds(key.public_key(), Bytes(&message, 1), signature));
}

TEST_CASE("a signature holds for its message and key only") {
  const SecretKey key = SecretKey::from_seed(counting_seed());
  auto other_seed = counting_seed();
  other_seed[0] ^= 1U;
  const SecretKey other = SecretKey::from_seed(other_seed);
  const SignatureBytes signature = key.sign(bytes_of("message"));
  CHECK(signature_holds(key.public_key(), bytes_of("message"), signature));
  CHECK_FALSE(signature_holds(key.public_key(), bytes_of("massage"), signature));
  CHECK_FALSE(signature_holds(other.public_key(), bytes_of("message"), signature));
  for (std::size_t i = 0; i < SignatureBytes::size(); ++i) {
    SignatureBytes changed = signature;
    changed.bytes[i] ^= 1U;
    REQUIRE_FALSE(signature_holds(key.public_key(), bytes_of("message"), changed));
  }
}

TEST_CASE("a key is named by its algorithm and its public bytes") {
  const SecretKey key = SecretKey::from_seed(counting_seed());
  // SHA-256("shiji-key-v1\n" || 01 || public key), computed with Python's hashlib
  CHECK(to_hex(key.key_id().span()) == "d5982ae7f1d723b6ca44194f3d465b1a");
  CHECK(key.key_id() == key_id_of(key.public_key()));
}

TEST_CASE("a secret key moves and leaves nothing behind") {
  static_assert(!std::is_copy_constructible_v<SecretKey> && !std::is_copy_assignable_v<SecretKey>);
  SecretKey key = SecretKey::from_seed(counting_seed());
  const SecretKey moved = std::move(key);
  CHECK(moved.seed() == counting_seed());
  // NOLINTNEXTLINE(bugprone-use-after-move, clang-analyzer-cplusplus.Move): what is looked at
  CHECK(key.seed() == std::array<std::uint8_t, 32>{});
}

}  // namespace shiji::ledger
