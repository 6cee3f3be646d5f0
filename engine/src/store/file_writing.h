// Small files of our own: documents, key files, HEAD. Everything goes through the seam (file_system.h).
//
// Guarantees: `write_file_atomically` leaves the old file or the new one, never part of one, and returns synced.
// Errors: disk_full, read_only, not_found, io; `place` is the path. Threads: any thread, one writer a file.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <memory>
#include <string>
#include <vector>

namespace rocksdb {
class FSRandomRWFile;
}

namespace shiji::engine {

class FileSystem;

enum class FileMode { readable, secret };  ///< secret: 0600 before its first byte is written

[[nodiscard]] ledger::Result<ledger::Buffer> read_file(FileSystem& files, const std::string& path);
/// Temporary name, sync, rename, directory sync.
[[nodiscard]] ledger::Status write_file_atomically(FileSystem& files, const std::string& path, ledger::Bytes bytes,
                                                   FileMode mode = FileMode::readable);
/// `to` is replaced in one step; the directory is synced.
[[nodiscard]] ledger::Status rename_file(FileSystem& files, const std::string& from, const std::string& to);
/// Makes created, renamed and removed names in `directory` durable.
[[nodiscard]] ledger::Status sync_directory(FileSystem& files, const std::string& directory);
[[nodiscard]] ledger::Result<bool> exists(FileSystem& files, const std::string& path);
/// Names (not paths) in byte order, without "." and "..".
[[nodiscard]] ledger::Result<std::vector<std::string>> list(FileSystem& files, const std::string& directory);
/// Makes `directory` if absent (its parent must exist) and syncs the parent. secret: 0700.
[[nodiscard]] ledger::Status make_directory(FileSystem& files, const std::string& directory,
                                            FileMode mode = FileMode::readable);
[[nodiscard]] ledger::Status remove_file(FileSystem& files, const std::string& path);
/// With everything in it.
[[nodiscard]] ledger::Status remove_directory(FileSystem& files, const std::string& directory);
/// "a/b/c" -> "a/b"; "c" -> ".".
[[nodiscard]] std::string parent_of(const std::string& path);

/// A small file of fixed size whose bytes are overwritten in place (HEAD's two slots).
class SlotFile {
 public:
  /// Opens `path`; when it is absent, makes it of `size` zero bytes, synced, name and all.
  [[nodiscard]] static ledger::Result<std::unique_ptr<SlotFile>> open(std::shared_ptr<FileSystem> files,
                                                                      const std::string& path, std::size_t size);
  SlotFile(const SlotFile&) = delete;
  SlotFile& operator=(const SlotFile&) = delete;
  ~SlotFile();

  /// Not durable until `sync`.
  [[nodiscard]] ledger::Status write(std::size_t offset, ledger::Bytes bytes);
  [[nodiscard]] ledger::Status sync();
  /// May be shorter than asked when the file is (a torn one): the caller's checksum decides.
  [[nodiscard]] ledger::Result<ledger::Buffer> read(std::size_t offset, std::size_t size) const;

 private:
  SlotFile(std::shared_ptr<FileSystem> files, std::string path, std::unique_ptr<rocksdb::FSRandomRWFile> file);
  std::shared_ptr<FileSystem> files_;
  std::string path_;
  std::unique_ptr<rocksdb::FSRandomRWFile> file_;
};

}  // namespace shiji::engine
