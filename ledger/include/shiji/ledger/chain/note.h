// Signed notes (C2SP signed-note v1.0.0): a text and its signature lines.
//
// What: Ed25519 (type 0x01) signatures and verifier keys "name+hash+base64". Unknown keys are ignored, a known key with
// a bad signature rejects the whole note. Errors: bad_proof_file with the place. Threads: any thread.
#pragma once

#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/result.h"

#include <string>
#include <vector>

namespace shiji::ledger {

struct VerifierKey {
  std::string name;
  std::uint32_t key_hash = 0;  ///< SHA-256(name || '\n' || type || key)[:4], big-endian
  PublicKey key;
};

[[nodiscard]] VerifierKey verifier_key(std::string_view name, const PublicKey& key);
[[nodiscard]] std::string to_text(const VerifierKey& key);
[[nodiscard]] Result<VerifierKey> parse_verifier_key(std::string_view text);

/// `text` ends with a newline. Returns text, blank line, one signature line.
[[nodiscard]] std::string sign_note(std::string_view text, std::string_view name, const SecretKey& key);
/// The note with one more signature line behind those it has. `note` is one that `sign_note` made.
[[nodiscard]] std::string add_signature(std::string_view note, std::string_view name, const SecretKey& key);

struct OpenedNote {
  std::string text;
  std::vector<std::string> signers;  ///< names of the trusted keys whose signature holds; at least one
};
[[nodiscard]] Result<OpenedNote> open_note(std::string_view note, std::span<const VerifierKey> trusted);

[[nodiscard]] std::string to_base64(Bytes bytes);                        ///< RFC 4648 §4, padded
[[nodiscard]] std::optional<Buffer> from_base64(std::string_view text);  ///< strict

}  // namespace shiji::ledger
