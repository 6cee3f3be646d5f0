#include "store/file_writing.h"

#include "store/file_system.h"
#include "store/rocksdb_status.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace shiji::engine {
namespace {

using ledger::Buffer;
using ledger::Bytes;
using ledger::Error;
using ledger::ErrorCode;
using ledger::Result;
using ledger::Status;

rocksdb::Slice slice(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// RocksDB creates files for everybody to read; a secret one is closed to others while it is still empty.
Status restrict_to_owner(const std::string& path, std::filesystem::perms permissions) {
  std::error_code failed;
  std::filesystem::permissions(path, permissions, failed);
  if (failed) return Error{ErrorCode::io, path, failed.message()};
  return ledger::done();
}

Status write_and_sync(FileSystem& files, const std::string& path, Bytes bytes, FileMode mode) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  auto said = files.disk().NewWritableFile(path, rocksdb::FileOptions(), &file, nullptr);
  if (!said.ok()) return error_of(said, path);
  if (mode == FileMode::secret) {
    using std::filesystem::perms;
    if (auto restricted = restrict_to_owner(path, perms::owner_read | perms::owner_write); !restricted)
      return restricted;
  }
  const rocksdb::IOOptions options;
  said = file->Append(slice(bytes), options, nullptr);
  if (said.ok()) said = file->Sync(options, nullptr);
  const auto closed = file->Close(options, nullptr);
  return status_of(said.ok() ? closed : said, path);
}

}  // namespace

Result<Buffer> read_file(FileSystem& files, const std::string& path) {
  std::string content;
  const auto said = rocksdb::ReadFileToString(&files.disk(), path, &content);
  if (!said.ok()) return error_of(said, path);
  return Buffer(content.begin(), content.end());
}

Status write_file_atomically(FileSystem& files, const std::string& path, Bytes bytes, FileMode mode) {
  const std::string temporary = path + ".new";
  Status written = write_and_sync(files, temporary, bytes, mode);
  if (written) {
    const auto said = files.disk().RenameFile(temporary, path, rocksdb::IOOptions(), nullptr);
    written = status_of(said, path);
  }
  if (!written) {
    files.disk().DeleteFile(temporary, rocksdb::IOOptions(), nullptr).PermitUncheckedError();
    return written;
  }
  return sync_directory(files, parent_of(path));
}

Status rename_file(FileSystem& files, const std::string& from, const std::string& to) {
  const auto said = files.disk().RenameFile(from, to, rocksdb::IOOptions(), nullptr);
  if (!said.ok()) return status_of(said, to);
  return sync_directory(files, parent_of(to));
}

Status sync_directory(FileSystem& files, const std::string& directory) {
  std::unique_ptr<rocksdb::FSDirectory> handle;
  const rocksdb::IOOptions options;
  auto said = files.disk().NewDirectory(directory, options, &handle, nullptr);
  if (said.ok()) said = handle->Fsync(options, nullptr);
  return status_of(said, directory);
}

Result<bool> exists(FileSystem& files, const std::string& path) {
  const auto said = files.disk().FileExists(path, rocksdb::IOOptions(), nullptr);
  if (said.ok()) return true;
  if (error_of(said, path).code == ErrorCode::not_found) return false;
  return error_of(said, path);
}

Result<std::vector<std::string>> list(FileSystem& files, const std::string& directory) {
  std::vector<std::string> names;
  const auto said = files.disk().GetChildren(directory, rocksdb::IOOptions(), &names, nullptr);
  if (!said.ok()) return error_of(said, directory);
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  std::sort(names.begin(), names.end());
  return names;
}

Status make_directory(FileSystem& files, const std::string& directory, FileMode mode) {
  const auto there = exists(files, directory);
  if (!there) return there.failure();
  if (*there) return ledger::done();
  const auto said = files.disk().CreateDir(directory, rocksdb::IOOptions(), nullptr);
  if (!said.ok()) return error_of(said, directory);
  if (mode == FileMode::secret) {
    if (auto restricted = restrict_to_owner(directory, std::filesystem::perms::owner_all); !restricted)
      return restricted;
  }
  return sync_directory(files, parent_of(directory));
}

Status remove_file(FileSystem& files, const std::string& path) {
  return status_of(files.disk().DeleteFile(path, rocksdb::IOOptions(), nullptr), path);
}

Status remove_directory(FileSystem& files, const std::string& directory) {
  const rocksdb::IOOptions options;
  const auto names = list(files, directory);
  if (!names) return names.failure();
  for (const auto& name : *names) {
    auto path = directory;
    path.append("/").append(name);
    bool holds_more = false;
    const auto asked = files.disk().IsDirectory(path, options, &holds_more, nullptr);
    if (!asked.ok()) return error_of(asked, path);
    if (auto removed = holds_more ? remove_directory(files, path) : remove_file(files, path); !removed) return removed;
  }
  return status_of(files.disk().DeleteDir(directory, options, nullptr), directory);
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/', path.find_last_not_of('/'));
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

SlotFile::SlotFile(std::shared_ptr<FileSystem> files, std::string path, std::unique_ptr<rocksdb::FSRandomRWFile> file)
    : files_(std::move(files)), path_(std::move(path)), file_(std::move(file)) {}

SlotFile::~SlotFile() { file_->Close(rocksdb::IOOptions(), nullptr).PermitUncheckedError(); }

Result<std::unique_ptr<SlotFile>> SlotFile::open(std::shared_ptr<FileSystem> files, const std::string& path,
                                                 std::size_t size) {
  const auto there = exists(*files, path);
  if (!there) return there.failure();
  if (!*there) {
    if (auto made = write_file_atomically(*files, path, Buffer(size)); !made) return made.failure();
  }
  std::unique_ptr<rocksdb::FSRandomRWFile> file;
  const auto said = files->disk().NewRandomRWFile(path, rocksdb::FileOptions(), &file, nullptr);
  if (!said.ok()) return error_of(said, path);
  return std::unique_ptr<SlotFile>(new SlotFile(std::move(files), path, std::move(file)));
}

Status SlotFile::write(std::size_t offset, Bytes bytes) {
  return status_of(file_->Write(offset, slice(bytes), rocksdb::IOOptions(), nullptr), path_);
}

Status SlotFile::sync() { return status_of(file_->Sync(rocksdb::IOOptions(), nullptr), path_); }

Result<Buffer> SlotFile::read(std::size_t offset, std::size_t size) const {
  Buffer scratch(size);
  rocksdb::Slice got;
  const auto said =
      file_->Read(offset, size, rocksdb::IOOptions(), &got, reinterpret_cast<char*>(scratch.data()), nullptr);
  if (!said.ok()) return error_of(said, path_);
  return Buffer(got.data(), got.data() + got.size());
}

}  // namespace shiji::engine
