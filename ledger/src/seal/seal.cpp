#include "shiji/ledger/seal/seal.h"

#include "seal/additional_data.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <sodium.h>

#include <algorithm>

namespace shiji::ledger {
namespace {

constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == Nonce::size());

Buffer encrypt(const SubjectKey& key, Bytes additional, const Nonce& nonce, Bytes plaintext) {
  Buffer out(plaintext.size() + tag_bytes);
  unsigned long long written = 0;
  const int failed = crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), &written, plaintext.data(),
                                                                plaintext.size(), additional.data(), additional.size(),
                                                                nullptr, nonce.bytes.data(), key.bytes().data());
  SHIJI_ASSERT(failed == 0 && written == out.size(), "sealing never fails");
  return out;
}

/// Writes into `out`, which must have room for ciphertext.size() - tag_bytes.
bool decrypt(const SubjectKey& key, Bytes additional, const Nonce& nonce, Bytes ciphertext, std::uint8_t* out) {
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, ciphertext.data(), ciphertext.size(),
                                                    additional.data(), additional.size(), nonce.bytes.data(),
                                                    key.bytes().data()) == 0;
}

Error does_not_open(std::string place) {
  return Error{ErrorCode::not_sealed_by_this_key, std::move(place), "authentication failed"};
}

}  // namespace

SubjectKey::SubjectKey(std::span<const std::uint8_t, 32> bytes) {
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

SubjectKey::SubjectKey(SubjectKey&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

SubjectKey& SubjectKey::operator=(SubjectKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    sodium_memzero(other.bytes_.data(), other.bytes_.size());
  }
  return *this;
}

SubjectKey::~SubjectKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

SubjectKey SubjectKey::copy() const { return SubjectKey(bytes()); }

Buffer seal(const SubjectKey& key, const SealContext& context, const Nonce& nonce, std::string_view plaintext) {
  return encrypt(key, field_additional_data(context), nonce,
                 {reinterpret_cast<const std::uint8_t*>(plaintext.data()), plaintext.size()});
}

Result<std::string> open(const SubjectKey& key, const SealContext& context, const Nonce& nonce, Bytes ciphertext) {
  std::string place = std::string(context.type) + "/" + std::string(context.field);
  if (ciphertext.size() < tag_bytes) return does_not_open(std::move(place));
  std::string plaintext(ciphertext.size() - tag_bytes, '\0');
  if (!decrypt(key, field_additional_data(context), nonce, ciphertext,
               reinterpret_cast<std::uint8_t*>(plaintext.data()))) {
    return does_not_open(std::move(place));
  }
  return plaintext;
}

Hash key_commitment(const SubjectKey& key) {
  Sha256 hash;
  hash.update(std::string_view("shiji-subject-key-v1"));
  hash.update(Bytes(key.bytes()));
  return hash.finish();
}

Buffer wrap_key(const SubjectKey& epoch_key, const Subject& subject, std::uint32_t key_version, const Nonce& nonce,
                const SubjectKey& key) {
  return encrypt(epoch_key, wrapped_key_additional_data(subject, key_version), nonce, key.bytes());
}

Result<SubjectKey> unwrap_key(const SubjectKey& epoch_key, const Subject& subject, std::uint32_t key_version,
                              const Nonce& nonce, Bytes wrapped) {
  std::array<std::uint8_t, 32> bytes{};
  if (wrapped.size() != bytes.size() + tag_bytes ||
      !decrypt(epoch_key, wrapped_key_additional_data(subject, key_version), nonce, wrapped, bytes.data())) {
    return does_not_open("subject key " + to_hex(subject.span()) + "/" + std::to_string(key_version));
  }
  SubjectKey key(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

}  // namespace shiji::ledger
