#include "store/directory_lock.h"

#include "store/file_system.h"
#include "store/rocksdb_status.h"

#include <rocksdb/env.h>

#include <fcntl.h>
#include <unistd.h>

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

/// Asked of the kernel, which knows who is alive. Never in the process that holds the lock itself: to close any
/// descriptor of the file would give the lock up.
std::string holder_of(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "another process holds it";
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  const bool told = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0;
  ::close(file);
  return told ? "process " + std::to_string(lock.l_pid) + " holds it" : "another process holds it";
}

ledger::Error lock_error(const rocksdb::Status& refused, const std::string& path) {
  auto error = error_of(refused, path);
  if (error.code != ledger::ErrorCode::already_open) return error;
  const bool ours = error.detail.find("current process") != std::string::npos;
  error.detail = ours ? "process " + std::to_string(::getpid()) + " holds it" : holder_of(path);
  return error;
}

}  // namespace

ledger::Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const std::string& directory,
                                                                   const Environment& environment) {
  const auto path = directory + "/LOCK";
  rocksdb::FileLock* lock = nullptr;
  const auto locked = environment.file_system->env()->LockFile(path, &lock);
  if (!locked.ok()) return lock_error(locked, path);
  return std::unique_ptr<DirectoryLock>(std::make_unique<RocksLock>(environment.file_system, lock));
}

}  // namespace shiji::engine
