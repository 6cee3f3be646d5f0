#include "store/appended_file.h"

#include "store/file_system.h"
#include "store/file_writing.h"
#include "store/rocksdb_status.h"

namespace shiji::engine {
namespace {

/// Whether the last line of a file of `bytes` bytes has no end.
ledger::Result<bool> is_torn(FileSystem& files, const std::string& path, std::uint64_t bytes) {
  if (bytes == 0) return false;
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  auto said = files.disk().NewRandomAccessFile(path, rocksdb::FileOptions(), &file, nullptr);
  if (!said.ok()) return error_of(said, path);
  char last = 0;
  rocksdb::Slice got;
  said = file->Read(bytes - 1, 1, rocksdb::IOOptions(), &got, &last, nullptr);
  if (!said.ok()) return error_of(said, path);
  return got.size() != 1 || got[0] != '\n';
}

}  // namespace

AppendedFile::AppendedFile(std::string path, std::unique_ptr<rocksdb::FSWritableFile> file, std::uint64_t bytes,
                           bool torn)
    : path_(std::move(path)), file_(std::move(file)), bytes_(bytes + (torn ? 1 : 0)), torn_(torn) {}

AppendedFile::~AppendedFile() { file_->Close(rocksdb::IOOptions(), nullptr).PermitUncheckedError(); }

ledger::Result<std::unique_ptr<AppendedFile>> AppendedFile::open(FileSystem& files, const std::string& path) {
  const auto there = exists(files, path);
  if (!there) return there.failure();
  std::uint64_t bytes = 0;
  if (*there) {
    const auto said = files.disk().GetFileSize(path, rocksdb::IOOptions(), &bytes, nullptr);
    if (!said.ok()) return error_of(said, path);
  }
  const auto torn = is_torn(files, path, bytes);
  if (!torn) return torn.failure();
  rocksdb::FileOptions options;
  options.use_mmap_writes = false;  // what was appended is seen by whoever reads the file
  std::unique_ptr<rocksdb::FSWritableFile> file;
  const auto said = files.disk().ReopenWritableFile(path, options, &file, nullptr);
  if (!said.ok()) return error_of(said, path);
  return std::unique_ptr<AppendedFile>(new AppendedFile(path, std::move(file), bytes, *torn));
}

ledger::Status AppendedFile::append(std::string_view line) {
  std::string whole;
  whole.reserve(line.size() + 2);
  if (torn_) whole += '\n';
  whole.append(line).append(1, '\n');
  const auto said = file_->Append(whole, rocksdb::IOOptions(), nullptr);
  if (!said.ok()) return error_of(said, path_);
  bytes_ += line.size() + 1;
  torn_ = false;
  return ledger::done();
}

}  // namespace shiji::engine
