#include "shiji/ledger/chain/keys.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <sodium.h>

#include <algorithm>

namespace shiji::ledger {
namespace {

constexpr std::uint8_t ed25519_algorithm = 1;

void sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  SHIJI_ASSERT(ready, "libsodium starts");
}

}  // namespace

static_assert(crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_SEEDBYTES == 32);
static_assert(crypto_sign_PUBLICKEYBYTES == PublicKey::size() && crypto_sign_BYTES == SignatureBytes::size());

SecretKey SecretKey::from_seed(std::span<const std::uint8_t, 32> seed) {
  sodium_ready();
  SecretKey key;
  crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.data(), seed.data());
  return key;
}

SecretKey::SecretKey(SecretKey&& other) noexcept : secret_(other.secret_), public_key_(other.public_key_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this == &other) return *this;
  secret_ = other.secret_;
  public_key_ = other.public_key_;
  sodium_memzero(other.secret_.data(), other.secret_.size());
  return *this;
}

SecretKey::~SecretKey() { sodium_memzero(secret_.data(), secret_.size()); }

KeyId SecretKey::key_id() const { return key_id_of(public_key_); }

SignatureBytes SecretKey::sign(Bytes message) const {
  SignatureBytes signature;
  crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

std::array<std::uint8_t, 32> SecretKey::seed() const {
  std::array<std::uint8_t, 32> out{};
  crypto_sign_ed25519_sk_to_seed(out.data(), secret_.data());
  return out;
}

KeyId key_id_of(const PublicKey& key) {
  Sha256 hash;
  hash.update("shiji-key-v1\n");
  hash.update(Bytes(&ed25519_algorithm, 1));
  hash.update(key.span());
  const Hash digest = hash.finish();
  KeyId id;
  std::copy_n(digest.bytes.begin(), KeyId::size(), id.bytes.begin());
  return id;
}

bool signature_holds(const PublicKey& key, Bytes message, const SignatureBytes& signature) {
  sodium_ready();
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

}  // namespace shiji::ledger
