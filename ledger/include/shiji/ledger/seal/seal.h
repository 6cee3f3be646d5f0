// Sealing of personal fields and wrapping of the keys that seal them. Pure: nonces are passed in.
//
// What: XChaCha20-Poly1305 (libsodium). A field is bound to its ledger, subject, key version, event type and field
// name by the additional data, so that a ciphertext moved elsewhere does not open.
// Errors: not_sealed_by_this_key. Ownership: SubjectKey wipes itself and only moves. Threads: any thread.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <array>
#include <string>
#include <string_view>

namespace shiji::ledger {

/// 32 secret bytes that wipe themselves.
class SubjectKey {
 public:
  explicit SubjectKey(std::span<const std::uint8_t, 32> bytes);
  SubjectKey(SubjectKey&& other) noexcept;
  SubjectKey& operator=(SubjectKey&& other) noexcept;
  SubjectKey(const SubjectKey&) = delete;
  SubjectKey& operator=(const SubjectKey&) = delete;
  ~SubjectKey();
  [[nodiscard]] SubjectKey copy() const;
  [[nodiscard]] std::span<const std::uint8_t, 32> bytes() const { return bytes_; }

 private:
  std::array<std::uint8_t, 32> bytes_;
};

/// What a sealed field is bound to.
struct SealContext {
  Hash origin_digest;  ///< SHA-256(origin)
  Subject subject;
  std::uint32_t key_version;
  std::string_view type;   ///< "identity.TeacherRegistered"
  std::string_view field;  ///< "name"
};

[[nodiscard]] Buffer seal(const SubjectKey& key, const SealContext& context, const Nonce& nonce,
                          std::string_view plaintext);
[[nodiscard]] Result<std::string> open(const SubjectKey& key, const SealContext& context, const Nonce& nonce,
                                       Bytes ciphertext);

/// SHA-256("shiji-subject-key-v1" || key).
[[nodiscard]] Hash key_commitment(const SubjectKey& key);

/// A subject key under an epoch key, bound to (subject, key version).
[[nodiscard]] Buffer wrap_key(const SubjectKey& epoch_key, const Subject& subject, std::uint32_t key_version,
                              const Nonce& nonce, const SubjectKey& key);
[[nodiscard]] Result<SubjectKey> unwrap_key(const SubjectKey& epoch_key, const Subject& subject,
                                            std::uint32_t key_version, const Nonce& nonce, Bytes wrapped);

}  // namespace shiji::ledger
