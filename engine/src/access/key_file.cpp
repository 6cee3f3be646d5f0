#include "shiji/engine/access/key_file.h"

#include "shiji/ledger/chain/note.h"
#include "store/file_writing.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

namespace {
constexpr std::string_view prefix = "PRIVATE+KEY+";
constexpr std::uint8_t ed25519_type = 1;

std::string key_hash_hex(std::string_view name, const ledger::PublicKey& key) {
  const auto hash = ledger::verifier_key(name, key).key_hash;
  const std::array<std::uint8_t, 4> bytes{static_cast<std::uint8_t>(hash >> 24), static_cast<std::uint8_t>(hash >> 16),
                                          static_cast<std::uint8_t>(hash >> 8), static_cast<std::uint8_t>(hash)};
  return ledger::to_hex(bytes);
}

}  // namespace

ledger::SecretKey new_secret_key(Entropy& entropy) {
  std::array<std::uint8_t, 32> seed{};
  entropy.fill(seed);
  return ledger::SecretKey::from_seed(seed);
}

ledger::Status write_key_file(const std::string& path, std::string_view name, const ledger::SecretKey& key,
                              const Environment& environment) {
  auto present = exists(*environment.file_system, path);
  if (!present) return present.failure();
  if (*present) return Error{ErrorCode::already_exists, path, "a key file is never overwritten"};
  ledger::Buffer secret{ed25519_type};
  const auto seed = key.seed();
  secret.insert(secret.end(), seed.begin(), seed.end());
  const auto text = std::string(prefix) + std::string(name) + "+" + key_hash_hex(name, key.public_key()) + "+" +
                    ledger::to_base64(secret) + "\n";
  const ledger::Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return write_file_atomically(*environment.file_system, path, bytes, FileMode::secret);
}

ledger::Result<NamedKey> read_key_file(const std::string& path, const Environment& environment) {
  const auto broken = [&](const char* what) { return Error{ErrorCode::key_missing, path, what}; };
  auto bytes = read_file(*environment.file_system, path);
  if (!bytes && bytes.error()->code == ErrorCode::not_found) return broken("the key file is absent");
  if (!bytes) return bytes.failure();
  std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  if (!text.starts_with(prefix) || !text.ends_with('\n')) return broken("it is not a key file");
  text.remove_prefix(prefix.size());
  text.remove_suffix(1);
  const auto name_end = text.find('+');
  const auto hash_end = name_end == std::string_view::npos ? name_end : text.find('+', name_end + 1);
  if (hash_end == std::string_view::npos) return broken("it is not a key file");
  const auto name = text.substr(0, name_end);
  const auto secret = ledger::from_base64(text.substr(hash_end + 1));
  if (!secret || secret->size() != 33 || secret->front() != ed25519_type) return broken("it holds no Ed25519 key");
  std::array<std::uint8_t, 32> seed{};
  std::copy(secret->begin() + 1, secret->end(), seed.begin());
  auto key = ledger::SecretKey::from_seed(seed);
  if (key_hash_hex(name, key.public_key()) != text.substr(name_end + 1, hash_end - name_end - 1)) {
    return broken("its key does not match its checksum");
  }
  return NamedKey{std::string(name), std::move(key)};
}

ledger::Status replace_key_file(const std::string& path, const std::string& next, const std::string& aside,
                                const Environment& environment) {
  auto& files = *environment.file_system;
  auto kept = exists(files, aside);
  if (!kept) return kept.failure();
  if (!*kept) {
    const auto old = read_key_file(path, environment);
    if (!old) return old.failure();
    if (auto copied = write_key_file(aside, old->name, old->key, environment); !copied) return copied;
  }
  return rename_file(files, next, path);
}

}  // namespace shiji::engine
