#include "shiji/ledger/chain/note.h"

#include "chain/note_form.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/contract.h"

#include <algorithm>

namespace shiji::ledger {
namespace {

constexpr std::uint8_t ed25519_type = 0x01;
constexpr std::string_view signature_line_start = "\xe2\x80\x94 ";  // em dash, space
constexpr std::size_t most_signatures = 100;                        // as the Go implementation

Error bad(std::string place, std::string detail) {
  return Error{ErrorCode::bad_proof_file, std::move(place), std::move(detail)};
}

Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::uint32_t big_endian_32(Bytes bytes) {
  return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) | (std::uint32_t{bytes[2]} << 8U) |
         std::uint32_t{bytes[3]};
}

std::array<std::uint8_t, 4> big_endian_bytes(std::uint32_t number) {
  return {static_cast<std::uint8_t>(number >> 24U), static_cast<std::uint8_t>(number >> 16U),
          static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number)};
}

struct SignatureLine {
  std::string_view name;
  std::uint32_t key_hash = 0;
  Buffer signature;
};

Result<SignatureLine> parse_signature_line(std::string_view line, std::size_t number) {
  const std::string place = "signature line " + std::to_string(number);
  if (!line.starts_with(signature_line_start)) return bad(place, "does not start with an em dash and a space");
  line.remove_prefix(signature_line_start.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return bad(place, "has no signature after the key name");
  const std::string_view name = line.substr(0, space);
  if (!is_key_name(name)) return bad(place, "is not of a key name");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes) return bad(place, "the signature is not base64");
  if (bytes->size() < 5) return bad(place, "the signature is too short");
  return SignatureLine{name, big_endian_32(*bytes), Buffer(bytes->begin() + 4, bytes->end())};
}

Result<std::vector<SignatureLine>> parse_signature_lines(std::string_view lines) {
  std::vector<SignatureLine> out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    auto line = parse_signature_line(lines.substr(0, end), out.size() + 1);
    if (!line) return line.failure();
    if (out.size() == most_signatures) return bad("signature lines", "are more than 100");
    out.push_back(std::move(*line));
    lines.remove_prefix(end + 1);
  }
  return out;
}

bool line_holds(const SignatureLine& line, const VerifierKey& key, std::string_view text) {
  SignatureBytes signature;
  if (line.signature.size() != SignatureBytes::size()) return false;
  std::copy(line.signature.begin(), line.signature.end(), signature.bytes.begin());
  return signature_holds(key.key, bytes_of(text), signature);
}

}  // namespace

VerifierKey verifier_key(std::string_view name, const PublicKey& key) {
  SHIJI_ASSERT(is_key_name(name), "a key name has no white space and no plus sign");
  Sha256 hash;
  hash.update(name);
  hash.update("\n");
  hash.update(Bytes(&ed25519_type, 1));
  hash.update(key.span());
  return VerifierKey{std::string(name), big_endian_32(hash.finish().span()), key};
}

std::string to_text(const VerifierKey& key) {
  Buffer typed{ed25519_type};
  typed.insert(typed.end(), key.key.bytes.begin(), key.key.bytes.end());
  return key.name + "+" + to_hex(big_endian_bytes(key.key_hash)) + "+" + to_base64(typed);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return bad("verifier key", "is not name+hash+key");
  const std::string_view name = text.substr(0, first);
  if (!is_key_name(name)) return bad("verifier key", "has no proper name");
  const auto hash = from_hex(text.substr(first + 1, second - first - 1));
  if (!hash || hash->size() != 4) return bad("verifier key", "its hash is not 8 hexadecimal digits");
  const auto typed = from_base64(text.substr(second + 1));
  if (!typed || typed->size() != 1 + PublicKey::size() || typed->front() != ed25519_type)
    return bad("verifier key", "is not an Ed25519 key in base64");
  PublicKey key;
  std::copy(typed->begin() + 1, typed->end(), key.bytes.begin());
  VerifierKey out = verifier_key(name, key);
  if (out.key_hash != big_endian_32(*hash)) return bad("verifier key", "its hash is not that of its name and key");
  return out;
}

std::string sign_note(std::string_view text, std::string_view name, const SecretKey& key) {
  SHIJI_ASSERT(text.ends_with('\n') && is_note_text(text), "a note is text that ends with a newline");
  return add_signature(std::string(text) + "\n", name, key);
}

std::string add_signature(std::string_view note, std::string_view name, const SecretKey& key) {
  const std::size_t blank = note.rfind("\n\n");
  SHIJI_ASSERT(blank != std::string_view::npos, "a note has a blank line behind its text");
  Buffer signature;
  for (const std::uint8_t byte : big_endian_bytes(verifier_key(name, key.public_key()).key_hash))
    signature.push_back(byte);
  const SignatureBytes bytes = key.sign(bytes_of(note.substr(0, blank + 1)));
  signature.insert(signature.end(), bytes.bytes.begin(), bytes.bytes.end());
  std::string out(note);
  out.append(signature_line_start).append(name).append(" ").append(to_base64(signature)).append("\n");
  return out;
}

Result<OpenedNote> open_note(std::string_view note, std::span<const VerifierKey> trusted) {
  if (!is_note_text(note)) return bad("note", "is not UTF-8 text without control characters");
  const std::size_t blank = note.rfind("\n\n");
  if (blank == std::string_view::npos) return bad("note", "has no blank line before its signatures");
  const std::string_view text = note.substr(0, blank + 1);
  const std::string_view lines = note.substr(blank + 2);
  if (lines.empty()) return bad("note", "has no signature");
  if (!lines.ends_with('\n')) return bad("note", "does not end with a newline");
  const auto signatures = parse_signature_lines(lines);
  if (!signatures) return signatures.failure();

  OpenedNote out{std::string(text), {}};
  for (const SignatureLine& line : *signatures) {
    const auto key = std::find_if(trusted.begin(), trusted.end(), [&](const VerifierKey& candidate) {
      return candidate.name == line.name && candidate.key_hash == line.key_hash;
    });
    if (key == trusted.end()) continue;
    if (!line_holds(line, *key, text)) return bad("signature of " + key->name, "does not hold");
    if (std::find(out.signers.begin(), out.signers.end(), key->name) == out.signers.end())
      out.signers.push_back(key->name);
  }
  if (out.signers.empty()) return bad("note", "no signature is of a trusted key");
  return out;
}

}  // namespace shiji::ledger
