#include "store/file_system.h"

#include "shiji/ledger/contract.h"

#include <utility>

namespace shiji::engine {

FileSystem::FileSystem(std::shared_ptr<rocksdb::FileSystem> disk) : disk_(std::move(disk)) {
  SHIJI_ASSERT(disk_ != nullptr, "a file system wraps a disk");
  env_ = rocksdb::NewCompositeEnv(disk_);
}

FileSystem::~FileSystem() = default;

std::shared_ptr<FileSystem> default_file_system() { return wrap_file_system(rocksdb::FileSystem::Default()); }

std::shared_ptr<FileSystem> wrap_file_system(std::shared_ptr<rocksdb::FileSystem> disk) {
  return std::make_shared<FileSystem>(std::move(disk));
}

}  // namespace shiji::engine
