// Vault: the keys of sealed fields, one per subject, in a database of its own.
//
// What: a subject's 32-byte key, made on first use, stored wrapped (XChaCha20-Poly1305) under the epoch key, which lies
// in a key file outside the vault's database. The ledger holds only a commitment to each key.
// Guarantees: a key is synced here before the event that names it is committed (call `sync` before the commit).
// Ownership: returned keys wipe themselves. Errors: key_missing when the epoch key file is absent or wrong, io,
// corrupt. Threads: any thread. Cost: about 2 us for a key in cache.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/seal/seal.h"

#include <memory>
#include <string>

namespace shiji::engine {

class Vault {
 public:
  /// `directory` holds the database, `key_file` the epoch key. `create` makes both, synced; refuses existing ones.
  [[nodiscard]] static ledger::Result<std::unique_ptr<Vault>> create(const std::string& directory,
                                                                     const std::string& key_file,
                                                                     Environment environment);
  [[nodiscard]] static ledger::Result<std::unique_ptr<Vault>> open(const std::string& directory,
                                                                   const std::string& key_file, Environment environment,
                                                                   bool read_only);
  virtual ~Vault() = default;

  struct VersionedKey {
    std::uint32_t key_version;
    ledger::SubjectKey key;
    bool created;  ///< made by this call: the caller emits identity.SubjectKeyCreated
  };
  /// The subject's newest key; made when there is none (in memory until `sync`).
  [[nodiscard]] virtual ledger::Result<VersionedKey> key_for_sealing(const ledger::Subject& subject) = 0;
  /// The key of one version. key_missing when it was never here or was erased.
  [[nodiscard]] virtual ledger::Result<ledger::SubjectKey> key_for_opening(const ledger::Subject& subject,
                                                                           std::uint32_t key_version) const = 0;
  /// Makes every key handed out by key_for_sealing durable. Called before the commit of events that use them.
  [[nodiscard]] virtual ledger::Status sync() = 0;
  [[nodiscard]] virtual std::uint64_t bytes_on_disk() const = 0;
};

}  // namespace shiji::engine
