// LedgerCore: an opened ledger's parts, put together and taken apart in the right order.
//
// What: lock, chain, vault, index, sequencing, HEAD, pipeline. `close` makes HEAD and index current.
// Errors: those of Owner::open. Threads: open and close on one thread; the parts say for themselves.
#pragma once

#include "append/pipeline.h"
#include "owner/checkpoint_signer.h"
#include "owner/chunk_cache.h"
#include "owner/proof_tiles.h"
#include "shiji/engine/access/key_file.h"
#include "shiji/engine/vault/vault.h"
#include "store/directory_lock.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace shiji::engine {

/// What event 0 says of the ledger.
struct LedgerIdentity {
  std::string origin, unit, verifier_key;
  ledger::Hash origin_digest;
  std::uint32_t format = 0;
  bool demo = false;
};

class LedgerCore {
 public:
  [[nodiscard]] static ledger::Result<std::unique_ptr<LedgerCore>> open(const std::string& directory,
                                                                        const OwnerOptions& options);
  /// A core over an empty chain, for the birth submission. `chain` was just created; nothing else is open.
  [[nodiscard]] static ledger::Result<std::unique_ptr<LedgerCore>> begin(const std::string& directory,
                                                                         const InitOptions& options,
                                                                         std::unique_ptr<ChainStore> chain,
                                                                         const ledger::Hash& origin_digest);
  ~LedgerCore();
  [[nodiscard]] ledger::Status close();

  std::string directory;
  OwnerOptions options;
  LedgerIdentity identity;
  std::unique_ptr<DirectoryLock> lock;
  std::unique_ptr<ChainStore> chain;
  std::unique_ptr<ChunkCache> chunks;  ///< of `chain`
  std::unique_ptr<ProofTiles> proofs;  ///< of `chain`
  std::unique_ptr<Vault> vault;
  std::optional<CheckpointSigner> checkpoints;  ///< has no key on a read-only opening without it
  std::unique_ptr<LiveIndex> index;
  std::unique_ptr<Sequencing> sequencing;
  std::unique_ptr<HeadSyncer> heads;
  std::unique_ptr<Pipeline> pipeline;  ///< null when read-only

  /// What signs the lines the owner prepared. Read again when the ledger knows it as revoked: a rotation replaces the
  /// file of an owner that runs. Errors: key_missing. Threads: any thread.
  [[nodiscard]] ledger::Result<std::shared_ptr<const NamedKey>> service_key();

  /// The committed head; of a read-only opening the recovered one.
  [[nodiscard]] ChainTip tip() const { return pipeline ? pipeline->tip() : recovered_.tip; }
  [[nodiscard]] CommittedChain committed() const { return pipeline ? pipeline->committed() : recovered_; }

 private:
  [[nodiscard]] ledger::Status open_chain();
  [[nodiscard]] ledger::Status open_keys();
  [[nodiscard]] ledger::Status open_ledger_keys();
  [[nodiscard]] ledger::Status open_index_at(const ChainTip& tip);
  [[nodiscard]] ledger::Status start_pipeline(const HeadMark& synced);

  CommittedChain recovered_;  // as it was opened
  std::mutex service_key_mutex_;
  std::shared_ptr<const NamedKey> service_key_;  // null on a read-only opening without it
};

/// Reads event 0.
[[nodiscard]] ledger::Result<LedgerIdentity> read_identity(const ChainStore& chain);

}  // namespace shiji::engine
