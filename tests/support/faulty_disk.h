// FaultyDisk: what a disk would have lost, had the power been cut just now.
//
// What: writes go through to real files (in a temporary directory); beside them stands which bytes and which names were
// synced. `crash` puts the files back to what was synced: with a seed, a random part of what was not survives: of every
// tail a prefix (torn writes), or sectors and overwrites in any order, zeros where one is missing (reordered writes);
// of the names a prefix, as a journal keeps them. Without a seed nothing of it does. It also runs full and turns
// read-only. Limits: removed names stay removed; a file overwritten by creating it anew loses its old content at once.
// Threads: any thread; one lock.
#pragma once

#include <rocksdb/file_system.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shiji::tests {

/// One file as it was written through the seam.
struct FaultyFile {
  std::string path;
  std::uint64_t written = 0;
  std::uint64_t synced = 0;
  std::optional<std::string> synced_content;                       ///< files written in place only
  std::vector<std::pair<std::uint64_t, std::string>> overwritten;  ///< since the last sync, in order
};

class FaultyDisk {
 public:
  using Write = std::function<rocksdb::IOStatus(const rocksdb::Slice&)>;

  // -- What a test does to the disk.
  void crash(std::optional<std::uint64_t> torn_seed = std::nullopt);  ///< then every write fails until `restart`
  void crash_at(std::uint64_t operation, std::uint64_t torn_seed);    ///< 0: at the next write, sync or name change
  void restart();                                                     ///< power is back; earlier handles stay dead
  void fill_after(std::optional<std::uint64_t> bytes);                ///< nullopt: there is room again
  void make_read_only(bool refuse);
  void fail_syncs(bool fail);

  // -- What a test asks.
  [[nodiscard]] std::uint64_t operations() const;                         ///< writes, syncs and name changes so far
  [[nodiscard]] std::uint64_t syncs(const std::string& path_part) const;  ///< file syncs of paths containing it
  [[nodiscard]] std::uint64_t bytes(const std::string& path_part) const;  ///< written to paths containing it
  [[nodiscard]] std::vector<std::string> sync_order() const;              ///< path of every file sync, in order
  [[nodiscard]] bool crashed() const;

  // -- What the file system reports (faulty_file_system.cpp). `era`: the life between two crashes of a handle.
  [[nodiscard]] std::uint64_t era() const;
  std::shared_ptr<FaultyFile> opened(const std::string& path, bool emptied, bool in_place);
  rocksdb::IOStatus append(FaultyFile& file, std::uint64_t era, const rocksdb::Slice& data, const Write& write);
  rocksdb::IOStatus overwrite(FaultyFile& file, std::uint64_t era, std::uint64_t offset, const rocksdb::Slice& data,
                              const Write& write);
  rocksdb::IOStatus truncate(FaultyFile& file, std::uint64_t era, std::uint64_t size,
                             const std::function<rocksdb::IOStatus()>& act);
  rocksdb::IOStatus sync(FaultyFile& file, std::uint64_t era);
  rocksdb::IOStatus sync_names(const std::string& directory, std::uint64_t era);
  /// Runs `act`, which makes `path` appear; a crash makes it vanish again until its directory is synced.
  rocksdb::IOStatus create(const std::string& path, const std::function<rocksdb::IOStatus()>& act);
  rocksdb::IOStatus rename(const std::string& from, const std::string& to,
                           const std::function<rocksdb::IOStatus()>& act);
  rocksdb::IOStatus remove(const std::string& path, const std::function<rocksdb::IOStatus()>& act);
  /// Any other change, refused as a write would be.
  rocksdb::IOStatus change(const std::function<rocksdb::IOStatus()>& act);
  [[nodiscard]] bool full() const;

 private:
  struct NameChange {
    std::string from;  ///< empty: created
    std::string to;
    std::optional<std::string> displaced;  ///< content of what the rename replaced
  };

  rocksdb::IOStatus before_change(std::uint64_t era);
  void crash_locked();
  void lose_content(FaultyFile& file);
  void lose_sectors(std::string& content, std::uint64_t synced);
  void undo(const NameChange& change);
  void move_names(const std::string& from, const std::string& to);
  std::uint64_t pick(std::uint64_t most);

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<FaultyFile>> files_;
  std::vector<NameChange> unsynced_names_;
  std::map<std::string, std::uint64_t> bytes_;
  std::vector<std::string> sync_order_;
  std::uint64_t operations_ = 0, era_ = 0;
  std::optional<std::uint64_t> crash_at_, room_, torn_;
  bool off_ = false, read_only_ = false, syncs_fail_ = false;
};

}  // namespace shiji::tests
