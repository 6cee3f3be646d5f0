#include "vault/epoch_key.h"

#include "store/file_writing.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shiji::engine {
namespace {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::SubjectKey;

constexpr std::string_view magic = "shiji-epoch-key-v1\n";
constexpr std::size_t key_size = 32;
constexpr std::size_t file_size = magic.size() + key_size + crypto_hash_sha256_BYTES;

/// The bytes of a key file; wiped when they go.
class KeyFileBytes {
 public:
  explicit KeyFileBytes(ledger::Buffer bytes) : bytes_(std::move(bytes)) {}
  KeyFileBytes(const KeyFileBytes&) = delete;
  KeyFileBytes& operator=(const KeyFileBytes&) = delete;
  ~KeyFileBytes() { sodium_memzero(bytes_.data(), bytes_.size()); }

  [[nodiscard]] static ledger::Buffer of(const SubjectKey& key) {
    ledger::Buffer bytes;
    bytes.reserve(file_size);
    bytes.assign(magic.begin(), magic.end());
    bytes.insert(bytes.end(), key.bytes().begin(), key.bytes().end());
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> checksum{};
    crypto_hash_sha256(checksum.data(), bytes.data(), bytes.size());
    bytes.insert(bytes.end(), checksum.begin(), checksum.end());
    return bytes;
  }

  [[nodiscard]] bool intact() const {
    if (bytes_.size() != file_size || !std::equal(magic.begin(), magic.end(), bytes_.begin())) return false;
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> checksum{};
    crypto_hash_sha256(checksum.data(), bytes_.data(), magic.size() + key_size);
    return std::equal(checksum.begin(), checksum.end(), bytes_.end() - crypto_hash_sha256_BYTES);
  }

  [[nodiscard]] ledger::Bytes bytes() const { return bytes_; }
  [[nodiscard]] SubjectKey key() const { return SubjectKey(bytes().subspan(magic.size()).first<key_size>()); }

 private:
  ledger::Buffer bytes_;
};

}  // namespace

SubjectKey random_key(Entropy& entropy) {
  std::array<std::uint8_t, key_size> bytes{};
  entropy.fill(bytes);
  SubjectKey key(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

Result<SubjectKey> create_epoch_key(const Environment& environment, const std::string& key_file) {
  const auto there = exists(*environment.file_system, key_file);
  if (!there) return there.failure();
  if (*there) return Error{ErrorCode::already_exists, key_file, "an epoch key is here already"};
  SubjectKey key = random_key(*environment.entropy);
  const KeyFileBytes content(KeyFileBytes::of(key));
  auto written = write_file_atomically(*environment.file_system, key_file, content.bytes(), FileMode::secret);
  if (!written) return written.failure();
  return key;
}

Result<SubjectKey> read_epoch_key(const Environment& environment, const std::string& key_file) {
  auto bytes = read_file(*environment.file_system, key_file);
  if (!bytes) {
    if (bytes.error()->code != ErrorCode::not_found) return bytes.failure();
    return Error{ErrorCode::key_missing, key_file, "the epoch key file is absent"};
  }
  const KeyFileBytes content(*std::move(bytes));
  if (!content.intact()) return Error{ErrorCode::key_missing, key_file, "the epoch key file holds no whole key"};
  return content.key();
}

}  // namespace shiji::engine
