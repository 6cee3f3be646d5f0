#include "store/directory_lock.h"

#include "store/file_system.h"
#include "store/rocksdb_status.h"

#include <rocksdb/env.h>

namespace shiji::engine {

namespace {

class RocksLock final : public DirectoryLock {
 public:
  RocksLock(std::shared_ptr<FileSystem> files, rocksdb::FileLock* lock) : files_(std::move(files)), lock_(lock) {}
  ~RocksLock() override { (void)files_->env()->UnlockFile(lock_); }

 private:
  std::shared_ptr<FileSystem> files_;
  rocksdb::FileLock* lock_;
};

}  // namespace

ledger::Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const std::string& directory,
                                                                   const Environment& environment) {
  const auto path = directory + "/LOCK";
  rocksdb::FileLock* lock = nullptr;
  const auto locked = environment.file_system->env()->LockFile(path, &lock);
  if (!locked.ok()) return error_of(locked, path);
  return std::unique_ptr<DirectoryLock>(std::make_unique<RocksLock>(environment.file_system, lock));
}

}  // namespace shiji::engine
