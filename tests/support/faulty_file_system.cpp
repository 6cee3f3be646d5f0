#include "faulty_file_system.h"

#include <utility>

namespace shiji::tests {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class Appended final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  Appended(std::unique_ptr<rocksdb::FSWritableFile> real, std::shared_ptr<FaultyDisk> disk,
           std::shared_ptr<FaultyFile> file)
      : FSWritableFileOwnerWrapper(std::move(real)),
        disk_(std::move(disk)),
        file_(std::move(file)),
        era_(disk_->era()) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return disk_->append(*file_, era_, data, [&](const Slice& part) { return target()->Append(part, options, debug); });
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("the faulty disk appends at the end only");
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    return disk_->truncate(*file_, era_, size, [&] { return target()->Truncate(size, options, debug); });
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return disk_->sync(*file_, era_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_->sync(*file_, era_); }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  std::shared_ptr<FaultyDisk> disk_;
  std::shared_ptr<FaultyFile> file_;
  std::uint64_t era_;
};

class Overwritten final : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  Overwritten(std::unique_ptr<rocksdb::FSRandomRWFile> real, std::shared_ptr<FaultyDisk> disk,
              std::shared_ptr<FaultyFile> file)
      : FSRandomRWFileOwnerWrapper(std::move(real)),
        disk_(std::move(disk)),
        file_(std::move(file)),
        era_(disk_->era()) {}

  IOStatus Write(uint64_t offset, const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return disk_->overwrite(*file_, era_, offset, data,
                            [&](const Slice& whole) { return target()->Write(offset, whole, options, debug); });
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return disk_->sync(*file_, era_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_->sync(*file_, era_); }

 private:
  std::shared_ptr<FaultyDisk> disk_;
  std::shared_ptr<FaultyFile> file_;
  std::uint64_t era_;
};

class Directory final : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(std::unique_ptr<rocksdb::FSDirectory> real, std::shared_ptr<FaultyDisk> disk, std::string path)
      : FSDirectoryWrapper(std::move(real)), disk_(std::move(disk)), path_(std::move(path)), era_(disk_->era()) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_->sync_names(path_, era_); }
  IOStatus FsyncWithDirOptions(const IOOptions&, IODebugContext*, const rocksdb::DirFsyncOptions&) override {
    return disk_->sync_names(path_, era_);
  }

 private:
  std::shared_ptr<FaultyDisk> disk_;
  std::string path_;
  std::uint64_t era_;
};

}  // namespace

FaultyFileSystem::FaultyFileSystem()
    : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(std::make_shared<FaultyDisk>()) {}

IOStatus FaultyFileSystem::NewWritableFile(const std::string& path, const FileOptions& options,
                                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  auto said = disk_->create(path, [&] { return target()->NewWritableFile(path, options, file, debug); });
  if (said.ok()) *file = std::make_unique<Appended>(std::move(*file), disk_, disk_->opened(path, true, false));
  return said;
}

IOStatus FaultyFileSystem::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                              std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  auto said = disk_->create(path, [&] { return target()->ReopenWritableFile(path, options, file, debug); });
  if (said.ok()) *file = std::make_unique<Appended>(std::move(*file), disk_, disk_->opened(path, false, false));
  return said;
}

IOStatus FaultyFileSystem::ReuseWritableFile(const std::string& path, const std::string& old_path,
                                             const FileOptions& options, std::unique_ptr<rocksdb::FSWritableFile>* file,
                                             IODebugContext* debug) {
  auto said = RenameFile(old_path, path, rocksdb::IOOptions(), debug);
  return said.ok() ? NewWritableFile(path, options, file, debug) : said;
}

IOStatus FaultyFileSystem::NewRandomRWFile(const std::string& path, const FileOptions& options,
                                           std::unique_ptr<rocksdb::FSRandomRWFile>* file, IODebugContext* debug) {
  auto said = disk_->create(path, [&] { return target()->NewRandomRWFile(path, options, file, debug); });
  if (said.ok()) *file = std::make_unique<Overwritten>(std::move(*file), disk_, disk_->opened(path, false, true));
  return said;
}

IOStatus FaultyFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                        std::unique_ptr<rocksdb::FSDirectory>* directory, IODebugContext* debug) {
  auto said = target()->NewDirectory(path, options, directory, debug);
  if (said.ok()) *directory = std::make_unique<Directory>(std::move(*directory), disk_, path);
  return said;
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  return disk_->remove(path, [&] { return target()->DeleteFile(path, options, debug); });
}

IOStatus FaultyFileSystem::Truncate(const std::string& path, size_t size, const IOOptions& options,
                                    IODebugContext* debug) {
  return disk_->truncate(*disk_->opened(path, false, false), disk_->era(), size,
                         [&] { return target()->Truncate(path, size, options, debug); });
}

IOStatus FaultyFileSystem::CreateDir(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  return disk_->create(path, [&] { return target()->CreateDir(path, options, debug); });
}

IOStatus FaultyFileSystem::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                              IODebugContext* debug) {
  if (target()->FileExists(path, options, debug).ok()) return IOStatus::OK();
  return CreateDir(path, options, debug);
}

IOStatus FaultyFileSystem::DeleteDir(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  return disk_->change([&] { return target()->DeleteDir(path, options, debug); });
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                      IODebugContext* debug) {
  return disk_->rename(from, to, [&] { return target()->RenameFile(from, to, options, debug); });
}

IOStatus FaultyFileSystem::LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                                    IODebugContext* debug) {
  return disk_->create(to, [&] { return target()->LinkFile(from, to, options, debug); });
}

IOStatus FaultyFileSystem::LockFile(const std::string& path, const IOOptions& options, rocksdb::FileLock** lock,
                                    IODebugContext* debug) {
  return disk_->change([&] { return target()->LockFile(path, options, lock, debug); });
}

IOStatus FaultyFileSystem::GetFreeSpace(const std::string& path, const IOOptions& options, uint64_t* bytes,
                                        IODebugContext* debug) {
  if (!disk_->full()) return target()->GetFreeSpace(path, options, bytes, debug);
  *bytes = 0;
  return IOStatus::OK();
}

}  // namespace shiji::tests
