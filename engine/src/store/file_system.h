// FileSystem: the seam through which the store and the vault reach the disk.
//
// What: a RocksDB file system and the Env that carries it. RocksDB gets `env()`, our own small files go through
// file_writing.h; so one wrapper given to `wrap_file_system` sees every byte (tests drop, tear and refuse them there).
// Ownership: must outlive every database opened on `env()`; Environment holds it by shared_ptr.
// Threads: any thread.
#pragma once

#include "shiji/engine/environment.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <memory>

namespace shiji::engine {

class FileSystem {
 public:
  explicit FileSystem(std::shared_ptr<rocksdb::FileSystem> disk);
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;
  ~FileSystem();

  [[nodiscard]] rocksdb::Env* env() const { return env_.get(); }
  [[nodiscard]] rocksdb::FileSystem& disk() const { return *disk_; }

 private:
  std::shared_ptr<rocksdb::FileSystem> disk_;
  std::unique_ptr<rocksdb::Env> env_;
};

/// The machine's disk.
[[nodiscard]] std::shared_ptr<FileSystem> default_file_system();
[[nodiscard]] std::shared_ptr<FileSystem> wrap_file_system(std::shared_ptr<rocksdb::FileSystem> disk);

}  // namespace shiji::engine
