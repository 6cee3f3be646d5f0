#include "owner/ledger_core.h"

#include "append/index_catch_up.h"
#include "append/recovery.h"
#include "owner/ledger_directory.h"
#include "owner/store_snapshot.h"
#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/chain/note.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/ledger_keys.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

ledger::Result<LedgerIdentity> read_identity(const ChainStore& chain) {
  DecodedChunk chunk;
  auto first = chain.read_chunk({0}, chunk);
  if (!first && first.error()->code == ErrorCode::not_found) {
    return Error{ErrorCode::not_a_ledger, "event 0", "there is none: init did not finish"};
  }
  if (!first) return first.failure();
  auto event = ledger::decode_event(chunk.events.front());
  if (first->value != 0 || !event || event->type != ledger::EventType::control_LedgerCreated) {
    return Error{ErrorCode::corrupt, "event 0", "it is not control.LedgerCreated"};
  }
  const auto created = ledger::payload_of<ledger::control::LedgerCreated>(*event);
  LedgerIdentity identity;
  identity.origin = std::string(created.origin);
  identity.unit = std::string(created.unit.value_or(""));
  identity.verifier_key = std::string(created.verifier_key);
  identity.origin_digest = ledger::sha256(created.origin);
  identity.format = created.format;
  identity.demo = created.demo;
  return identity;
}

namespace {

constexpr std::uint32_t upper_level = 2;        // a tile of it stands for 16 million events
constexpr std::size_t proof_tiles_max = 1'024;  // 16 MiB

ledger::Status check_directory(const std::string& directory, const Environment& environment) {
  auto head = exists(*environment.file_system, head_path(directory));
  if (!head) return head.failure();
  auto chain = exists(*environment.file_system, chain_path(directory));
  if (!chain) return chain.failure();
  if (*head && *chain) return ledger::done();
  if (!*chain) return Error{ErrorCode::not_a_ledger, directory, "it has no chain"};
  return Error{ErrorCode::not_a_ledger, directory, "it has no HEAD: HEAD is lost, or init did not finish"};
}

}  // namespace

ledger::Result<std::unique_ptr<LedgerCore>> LedgerCore::open(const std::string& directory,
                                                             const OwnerOptions& options) {
  auto core = std::make_unique<LedgerCore>();
  core->directory = directory;
  core->options = options;
  if (auto checked = check_directory(directory, options.environment); !checked) return checked.failure();
  if (!options.read_only) {
    auto lock = DirectoryLock::take(directory, options.environment);
    if (!lock) return lock.failure();
    core->lock = std::move(*lock);
    if (auto removed = remove_left_snapshots(directory, options.environment); !removed) return removed.failure();
  }
  if (auto chain = core->open_chain(); !chain) return chain.failure();
  if (auto keys = core->open_keys(); !keys) return keys.failure();
  auto mark = read_head(head_path(directory), options.environment);
  if (!mark) return mark.failure();
  auto recovered = recover_chain(*core->chain, *mark);
  if (!recovered) return recovered.failure();
  core->recovered_ = std::move(*recovered);
  core->proofs->read_upper(*core->recovered_.tree, upper_level);
  if (auto index = core->open_index_at(core->recovered_.tip); !index) return index.failure();
  if (auto keys = core->open_ledger_keys(); !keys) return keys.failure();
  if (!options.read_only) {
    if (auto started = core->start_pipeline(*mark); !started) return started.failure();
  }
  return core;
}

ledger::Result<std::unique_ptr<LedgerCore>> LedgerCore::begin(const std::string& directory, const InitOptions& options,
                                                              std::unique_ptr<ChainStore> chain,
                                                              const ledger::Hash& origin_digest) {
  auto core = std::make_unique<LedgerCore>();
  core->directory = directory;
  core->options.environment = options.environment;
  core->identity.origin = options.origin;
  core->identity.origin_digest = origin_digest;
  core->chain = std::move(chain);
  core->chunks = std::make_unique<ChunkCache>(core->options.chunk_cache_bytes);
  core->proofs = std::make_unique<ProofTiles>(*core->chain, proof_tiles_max);
  auto index = IndexStore::open(index_path(directory), options.environment, false);
  if (!index) return index.failure();
  core->index = std::make_unique<LiveIndex>(std::move(*index), core->options.decision_cache_bytes);
  core->sequencing = std::make_unique<Sequencing>(*core->index, options.origin, ChainTip{}, options.environment.clock);
  if (auto started = core->start_pipeline({}); !started) return started.failure();
  return core;
}

LedgerCore::~LedgerCore() { (void)close(); }

ledger::Status LedgerCore::open_chain() {
  const auto mode = options.read_only ? ChainStore::Mode::open_read_only : ChainStore::Mode::open;
  auto opened = ChainStore::open(chain_path(directory), mode, options.environment);
  if (!opened) return opened.failure();
  chain = std::move(*opened);
  chunks = std::make_unique<ChunkCache>(options.chunk_cache_bytes);
  proofs = std::make_unique<ProofTiles>(*chain, proof_tiles_max);
  auto read = read_identity(*chain);
  if (!read) return read.failure();
  identity = std::move(*read);
  if (identity.format <= ledger_format) return ledger::done();
  return Error{ErrorCode::newer_format, directory, "format " + std::to_string(identity.format)};
}

ledger::Status LedgerCore::open_keys() {
  auto service = read_key_file(key_path(directory, service_key_file), options.environment);
  if (!service && !options.read_only) return service.failure();
  if (service) service_key_ = std::make_shared<const NamedKey>(std::move(*service));
  auto opened = Vault::open(vault_path(directory), vault_key_path(directory), options.environment, options.read_only);
  if (!opened && !options.read_only) return opened.failure();
  if (opened) vault = std::move(*opened);
  return ledger::done();
}

ledger::Result<std::shared_ptr<const NamedKey>> LedgerCore::service_key() {
  const std::lock_guard held(service_key_mutex_);
  const auto known = service_key_ ? ledger::key_in_force(*index, service_key_->key.key_id()) : std::nullopt;
  if (known && !known->revoked) return service_key_;
  auto read = read_key_file(key_path(directory, service_key_file), options.environment);
  if (!read) return read.failure();
  service_key_ = std::make_shared<const NamedKey>(std::move(*read));
  return service_key_;
}

/// Which keys sign, the events say: known once the index is open.
ledger::Status LedgerCore::open_ledger_keys() {
  checkpoints.emplace(directory, options.environment);
  auto used = checkpoints->use(ledger::signing_ledger_keys(*index));
  return options.read_only ? ledger::done() : used;
}

ledger::Status LedgerCore::open_index_at(const ChainTip& tip) {
  auto store = open_index(index_path(directory), *chain, tip, options.environment, options.read_only);
  if (!store) return store.failure();
  index = std::make_unique<LiveIndex>(std::move(*store), options.decision_cache_bytes);
  sequencing = std::make_unique<Sequencing>(*index, identity.origin, tip, options.environment.clock);
  return catch_up_index(*chain, tip, identity.origin_digest, *index, *sequencing);
}

ledger::Status LedgerCore::start_pipeline(const HeadMark& synced) {
  // A directory whose HEAD does not exist yet gets it with the first commit, so that a half-made ledger is none.
  auto file = HeadFile::open(head_path(directory), options.environment);
  if (!file) return file.failure();
  heads = std::make_unique<HeadSyncer>(std::move(*file), synced);
  // What was recovered beyond HEAD counts from here on, although nobody was told of it.
  const auto& tip = recovered_.tip;
  heads->post_head(tip.size, tip.leaf_hash);
  pipeline = std::make_unique<Pipeline>(
      Pipeline::Parts{*chain, *index, *sequencing, *heads, options.chunk_events_max, options.head_sync_every_commit},
      recovered_);
  return ledger::done();
}

ledger::Status LedgerCore::close() {
  if (!pipeline) return ledger::done();
  auto outcome = pipeline->close();
  const auto tip = pipeline->tip();
  pipeline.reset();
  if (!outcome) {
    heads.reset();
    return outcome;
  }
  heads->post_head(tip.size, tip.leaf_hash);
  auto synced = heads->wait_for(tip.size);
  heads.reset();
  if (!synced) return synced;
  if (auto flushed = chain->flush_if_much(); !flushed) return flushed;
  if (auto written = index->write_out(); !written) return written;
  if (index->rotate({tip.size, tip.leaf_hash}, true)) {
    if (auto written = index->write_out(); !written) return written;
  }
  return index->store()->flush();
}

}  // namespace shiji::engine
