// Key files: one Ed25519 secret key in a file of its own, outside every database.
//
// What: one line in Go's note form, PRIVATE+KEY+<name>+<8 hex digits>+<base64(0x01 || seed)>, mode 0600.
// Guarantees: written to a temporary name, synced, renamed, directory synced; never overwrites.
// Errors: already_exists, key_missing (absent, torn or not a key), io, disk_full, read_only. Threads: any thread.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/chain/keys.h"
#include "shiji/ledger/result.h"

#include <string>

namespace shiji::engine {

struct NamedKey {
  std::string name;
  ledger::SecretKey key;
};

[[nodiscard]] ledger::SecretKey new_secret_key(Entropy& entropy);
[[nodiscard]] ledger::Status write_key_file(const std::string& path, std::string_view name,
                                            const ledger::SecretKey& key, const Environment& environment);
[[nodiscard]] ledger::Result<NamedKey> read_key_file(const std::string& path, const Environment& environment);
/// Puts the file `next` in the place of `path`, whose key is copied to `aside` first (unless that exists). At no moment
/// is there no key in `path`.
[[nodiscard]] ledger::Status replace_key_file(const std::string& path, const std::string& next,
                                              const std::string& aside, const Environment& environment);

}  // namespace shiji::engine
