#include "vault/key_database.h"

#include "store/file_system.h"
#include "store/file_writing.h"
#include "store/rocksdb_status.h"

#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <utility>

namespace shiji::engine {
namespace {

using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;
using ledger::Subject;

constexpr std::string_view check_key = "check";
constexpr std::size_t mebibyte = std::size_t{1} << 20;

/// Small: the vault of a hundred thousand people is some ten megabytes, and it shares the machine with the ledger.
rocksdb::Options options_for(FileSystem& files) {
  rocksdb::Options options;
  options.env = files.env();
  options.write_buffer_size = 8 * mebibyte;
  options.max_write_buffer_number = 2;
  options.max_open_files = 64;
  options.max_background_jobs = 2;
  options.keep_log_file_num = 2;
  options.max_log_file_size = mebibyte;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.compression = rocksdb::kNoCompression;  // ciphertext does not shrink
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(8 * mebibyte);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

std::string database_key(const Subject& subject, std::uint32_t key_version) {
  std::string key(subject.bytes.begin(), subject.bytes.end());
  for (int shift = 24; shift >= 0; shift -= 8) key.push_back(static_cast<char>(key_version >> shift));
  return key;
}

std::uint32_t version_in(const rocksdb::Slice& key) {
  std::uint32_t version = 0;
  for (std::size_t i = Subject::size(); i < key.size(); ++i) version = version << 8 | static_cast<std::uint8_t>(key[i]);
  return version;
}

std::string value_of(const WrappedKey& key) {
  std::string value(key.nonce.bytes.begin(), key.nonce.bytes.end());
  value.append(key.wrapped.begin(), key.wrapped.end());
  return value;
}

rocksdb::WriteOptions synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace

KeyDatabase::KeyDatabase(std::string directory, std::shared_ptr<FileSystem> files,
                         std::unique_ptr<rocksdb::DB> database)
    : directory_(std::move(directory)), files_(std::move(files)), database_(std::move(database)) {}

Result<std::unique_ptr<KeyDatabase>> KeyDatabase::open(const std::string& directory, std::shared_ptr<FileSystem> files,
                                                       Access access) {
  const auto there = exists(*files, directory + "/CURRENT");
  if (!there) return there.failure();
  if (*there && access == Access::create) {
    return Error{ErrorCode::already_exists, directory, "a vault is here already"};
  }
  if (!*there && access != Access::create) return Error{ErrorCode::not_found, directory, "there is no vault here"};
  rocksdb::Options options = options_for(*files);
  options.create_if_missing = access == Access::create;
  rocksdb::DB* opened = nullptr;
  const auto said = access == Access::read_only ? rocksdb::DB::OpenForReadOnly(options, directory, &opened)
                                                : rocksdb::DB::Open(options, directory, &opened);
  if (!said.ok()) return error_of(said, directory);
  return std::unique_ptr<KeyDatabase>(
      new KeyDatabase(directory, std::move(files), std::unique_ptr<rocksdb::DB>(opened)));
}

Status KeyDatabase::put(const std::vector<WrappedKey>& keys) {
  rocksdb::WriteBatch batch;
  for (const WrappedKey& key : keys) {
    const auto said = batch.Put(database_key(key.subject, key.key_version), value_of(key));
    if (!said.ok()) return error_of(said, directory_);
  }
  return status_of(database_->Write(synced(), &batch), directory_);
}

Status KeyDatabase::put_check(const WrappedKey& check) {
  return status_of(database_->Put(synced(), rocksdb::Slice(check_key), value_of(check)), directory_);
}

Result<WrappedKey> KeyDatabase::check() const {
  std::string value;
  const auto said = database_->Get(rocksdb::ReadOptions(), rocksdb::Slice(check_key), &value);
  if (said.IsNotFound()) return Error{ErrorCode::corrupt, directory_, "the vault's check value is absent"};
  if (!said.ok()) return error_of(said, directory_);
  return decode(value);
}

Result<std::optional<WrappedKey>> KeyDatabase::newest(const Subject& subject) const {
  const std::unique_ptr<rocksdb::Iterator> position(database_->NewIterator(rocksdb::ReadOptions()));
  position->SeekForPrev(database_key(subject, ~std::uint32_t{0}));
  if (!position->status().ok()) return error_of(position->status(), directory_);
  const rocksdb::Slice prefix(reinterpret_cast<const char*>(subject.bytes.data()), Subject::size());
  if (!position->Valid() || position->key().size() != Subject::size() + 4 || !position->key().starts_with(prefix)) {
    return std::optional<WrappedKey>();
  }
  auto key = decode(position->value());
  if (!key) return key.failure();
  key->subject = subject;
  key->key_version = version_in(position->key());
  return std::optional<WrappedKey>(*std::move(key));
}

std::uint64_t KeyDatabase::bytes_on_disk() const {
  std::uint64_t tables = 0;
  std::uint64_t memory = 0;  // in the log as well
  (void)database_->GetIntProperty(rocksdb::DB::Properties::kTotalSstFilesSize, &tables);
  (void)database_->GetIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables, &memory);
  return tables + memory;
}

Result<std::optional<WrappedKey>> KeyDatabase::find(const Subject& subject, std::uint32_t key_version) const {
  std::string value;
  const auto said = database_->Get(rocksdb::ReadOptions(), database_key(subject, key_version), &value);
  if (said.IsNotFound()) return std::optional<WrappedKey>();
  if (!said.ok()) return error_of(said, directory_);
  auto key = decode(value);
  if (!key) return key.failure();
  key->subject = subject;
  key->key_version = key_version;
  return std::optional<WrappedKey>(*std::move(key));
}

Result<WrappedKey> KeyDatabase::decode(const rocksdb::Slice& value) const {
  if (value.size() <= ledger::Nonce::size()) return Error{ErrorCode::corrupt, directory_, "a wrapped key is too short"};
  WrappedKey key;
  std::copy_n(value.data(), ledger::Nonce::size(), key.nonce.bytes.begin());
  key.wrapped.assign(value.data() + ledger::Nonce::size(), value.data() + value.size());
  return key;
}

}  // namespace shiji::engine
