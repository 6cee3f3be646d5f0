#include "shiji/engine/access/ledger_key_file.h"

#include "shiji/engine/owner/owner.h"

#include <array>

namespace shiji::engine {

std::string ledger_key_path(const std::string& directory, const ledger::VerifierKey& key) {
  std::array<std::uint8_t, 4> digits{};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    digits[i] = static_cast<std::uint8_t>(key.key_hash >> (8 * (digits.size() - 1 - i)) & 0xff);
  }
  return directory + "/ledger-" + ledger::to_hex(digits) + ".key";
}

ledger::Result<NamedKey> read_ledger_key(const std::string& directory, const ledger::VerifierKey& key,
                                         const Environment& environment) {
  const std::string first = directory + "/" + std::string(ledger_key_file);
  auto at_birth = read_key_file(first, environment);
  if (at_birth && at_birth->key.public_key() == key.key) return at_birth;
  auto later = read_key_file(ledger_key_path(directory, key), environment);
  if (later && later->key.public_key() == key.key) return later;
  if (at_birth) return ledger::Error{ledger::ErrorCode::key_missing, first, "it is not the key " + to_text(key)};
  return at_birth.failure();
}

}  // namespace shiji::engine
