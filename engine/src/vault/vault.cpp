#include "shiji/engine/vault/vault.h"

#include "store/file_writing.h"
#include "vault/epoch_key.h"
#include "vault/key_cache.h"
#include "vault/key_database.h"

#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shiji::engine {
namespace {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;
using ledger::Subject;
using ledger::SubjectKey;

constexpr std::uint32_t first_key_version = 1;
constexpr std::size_t cached_keys_a_generation = 32'768;  // about 4 MiB; two generations

WrappedKey wrap(Entropy& entropy, const SubjectKey& epoch_key, const Subject& subject, std::uint32_t key_version,
                const SubjectKey& key) {
  WrappedKey wrapped{subject, key_version, {}, {}};
  entropy.fill(wrapped.nonce.bytes);
  wrapped.wrapped = ledger::wrap_key(epoch_key, subject, key_version, wrapped.nonce, key);
  return wrapped;
}

class RocksVault final : public Vault {
 public:
  RocksVault(Environment environment, std::string directory, SubjectKey epoch_key,
             std::unique_ptr<KeyDatabase> database, bool read_only)
      : environment_(std::move(environment)),
        directory_(std::move(directory)),
        epoch_key_(std::move(epoch_key)),
        database_(std::move(database)),
        read_only_(read_only) {}

  Result<VersionedKey> key_for_sealing(const Subject& subject) override;
  Result<SubjectKey> key_for_opening(const Subject& subject, std::uint32_t key_version) const override;
  Status sync() override;
  std::uint64_t bytes_on_disk() const override { return database_->bytes_on_disk(); }

 private:
  struct Unsynced {
    SubjectKey key;
    WrappedKey wrapped;
  };
  [[nodiscard]] Result<SubjectKey> unwrap(const WrappedKey& wrapped) const;
  [[nodiscard]] VersionedKey make_key(const Subject& subject);

  Environment environment_;
  std::string directory_;
  SubjectKey epoch_key_;
  std::unique_ptr<KeyDatabase> database_;
  bool read_only_;

  std::mutex sync_mutex_;     // one sync at a time: a second caller's keys may be in the first one's batch
  mutable std::mutex mutex_;  // guards what follows; never held over a sync
  mutable KeyCache cache_{cached_keys_a_generation};
  std::unordered_map<Subject, Unsynced> unsynced_;
  bool stopped_ = false;
};

Result<SubjectKey> RocksVault::unwrap(const WrappedKey& wrapped) const {
  auto key = ledger::unwrap_key(epoch_key_, wrapped.subject, wrapped.key_version, wrapped.nonce, wrapped.wrapped);
  if (key) return key;
  // The epoch key passed its check at open, so it is this entry that is damaged.
  return Error{ErrorCode::corrupt, directory_ + ": subject " + ledger::to_hex(wrapped.subject.span()),
               "a wrapped key does not open under the epoch key"};
}

Vault::VersionedKey RocksVault::make_key(const Subject& subject) {
  SubjectKey key = random_key(*environment_.entropy);
  WrappedKey wrapped = wrap(*environment_.entropy, epoch_key_, subject, first_key_version, key);
  VersionedKey answer{first_key_version, key.copy(), true};
  unsynced_.emplace(subject, Unsynced{std::move(key), std::move(wrapped)});
  return answer;
}

Result<Vault::VersionedKey> RocksVault::key_for_sealing(const Subject& subject) {
  const std::scoped_lock lock(mutex_);
  if (const auto fresh = unsynced_.find(subject); fresh != unsynced_.end()) {
    return VersionedKey{fresh->second.wrapped.key_version, fresh->second.key.copy(), false};
  }
  if (const auto* known = cache_.find(subject)) return VersionedKey{known->key_version, known->key.copy(), false};
  auto stored = database_->newest(subject);
  if (!stored) return stored.failure();
  if (!stored->has_value()) {
    if (read_only_) return Error{ErrorCode::read_only, directory_, "a new subject needs a new key"};
    return make_key(subject);
  }
  auto key = unwrap(**stored);
  if (!key) return key.failure();
  cache_.put(subject, {(*stored)->key_version, key->copy()});
  return VersionedKey{(*stored)->key_version, *std::move(key), false};
}

Result<SubjectKey> RocksVault::key_for_opening(const Subject& subject, std::uint32_t key_version) const {
  const std::scoped_lock lock(mutex_);
  if (const auto fresh = unsynced_.find(subject);
      fresh != unsynced_.end() && fresh->second.wrapped.key_version == key_version) {
    return fresh->second.key.copy();
  }
  if (const auto* known = cache_.find(subject); known && known->key_version == key_version) return known->key.copy();
  const auto stored = database_->find(subject, key_version);
  if (!stored) return stored.failure();
  if (!stored->has_value()) {
    return Error{ErrorCode::key_missing, directory_ + ": subject " + ledger::to_hex(subject.span()),
                 "the vault holds no key of this subject in version " + std::to_string(key_version)};
  }
  return unwrap(**stored);
}

Status RocksVault::sync() {
  const std::scoped_lock one_at_a_time(sync_mutex_);
  std::vector<WrappedKey> batch;
  {
    const std::scoped_lock lock(mutex_);
    if (stopped_) return Error{ErrorCode::stopped, directory_, "an earlier write of keys failed"};
    batch.reserve(unsynced_.size());
    for (const auto& [subject, unsynced] : unsynced_) batch.push_back(unsynced.wrapped);
  }
  if (batch.empty()) return ledger::done();
  Status written = database_->put(batch);
  const std::scoped_lock lock(mutex_);
  if (!written) {
    stopped_ = true;  // what reached the disk is unknown: only a new open tells
    return written;
  }
  for (const WrappedKey& wrapped : batch) {
    auto node = unsynced_.extract(wrapped.subject);
    cache_.put(wrapped.subject, {wrapped.key_version, std::move(node.mapped().key)});
  }
  return ledger::done();
}

}  // namespace

Result<std::unique_ptr<Vault>> Vault::create(const std::string& directory, const std::string& key_file,
                                             Environment environment) {
  auto made = make_directory(*environment.file_system, directory, FileMode::secret);
  if (!made) return made.failure();
  auto epoch_key = create_epoch_key(environment, key_file);
  if (!epoch_key) return epoch_key.failure();
  auto database = KeyDatabase::open(directory, environment.file_system, KeyDatabase::Access::create);
  if (!database) return database.failure();
  const SubjectKey check = random_key(*environment.entropy);
  auto written = (*database)->put_check(wrap(*environment.entropy, *epoch_key, Subject{}, 0, check));
  if (!written) return written.failure();
  return std::unique_ptr<Vault>(std::make_unique<RocksVault>(std::move(environment), directory, *std::move(epoch_key),
                                                             *std::move(database), false));
}

Result<std::unique_ptr<Vault>> Vault::open(const std::string& directory, const std::string& key_file,
                                           Environment environment, bool read_only) {
  auto epoch_key = read_epoch_key(environment, key_file);
  if (!epoch_key) return epoch_key.failure();
  auto database = KeyDatabase::open(directory, environment.file_system,
                                    read_only ? KeyDatabase::Access::read_only : KeyDatabase::Access::read_write);
  if (!database) return database.failure();
  const auto check = (*database)->check();
  if (!check) return check.failure();
  if (!ledger::unwrap_key(*epoch_key, Subject{}, 0, check->nonce, check->wrapped)) {
    return Error{ErrorCode::key_missing, key_file, "this epoch key is not the one of this vault"};
  }
  return std::unique_ptr<Vault>(std::make_unique<RocksVault>(std::move(environment), directory, *std::move(epoch_key),
                                                             *std::move(database), read_only));
}

}  // namespace shiji::engine
