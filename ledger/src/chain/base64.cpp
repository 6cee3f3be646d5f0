#include "shiji/ledger/chain/note.h"

#include <sodium.h>

namespace shiji::ledger {

std::string to_base64(Bytes bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // libsodium ends it with a NUL
  return text;
}

std::optional<Buffer> from_base64(std::string_view text) {
  if (text.empty()) return Buffer();
  if (text.size() % 4 != 0) return std::nullopt;
  Buffer bytes(text.size() / 4 * 3);
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  bytes.resize(size);
  // libsodium 1.0.18 takes some bytes above 0x7f for letters.
  if (to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace shiji::ledger
