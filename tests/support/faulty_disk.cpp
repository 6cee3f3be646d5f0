#include "faulty_disk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace shiji::tests {
namespace {

namespace fs = std::filesystem;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr std::uint64_t sector_bytes = 512;  // what a disk writes whole

std::string plain(const std::string& path) {
  std::string text = fs::path(path).lexically_normal().string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

std::string directory_of(const std::string& path) { return fs::path(path).parent_path().string(); }

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A new inode under the old name: handles still open go on with the old one and change nothing.
void put_content(const std::string& path, const std::string& content) {
  const std::string fresh = path + ".after-crash";
  std::ofstream(fresh, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
  std::error_code absent;
  const auto status = fs::status(path, absent);
  if (fs::exists(status)) fs::permissions(fresh, status.permissions());
  fs::rename(fresh, path);
}

IOStatus system_error(const std::string& what, int number) { return IOStatus::IOError(what, std::strerror(number)); }

}  // namespace

// ---- what a test does and asks

void FaultyDisk::crash(std::optional<std::uint64_t> torn_seed) {
  const std::scoped_lock lock(mutex_);
  torn_ = torn_seed;
  crash_locked();
}

void FaultyDisk::crash_at(std::uint64_t operation, std::uint64_t torn_seed) {
  const std::scoped_lock lock(mutex_);
  crash_at_ = operations_ + operation;
  torn_ = torn_seed;
}

void FaultyDisk::restart() {
  const std::scoped_lock lock(mutex_);
  off_ = false;
  crash_at_.reset();
}

void FaultyDisk::fill_after(std::optional<std::uint64_t> bytes) {
  const std::scoped_lock lock(mutex_);
  room_ = bytes;
}

void FaultyDisk::make_read_only(bool refuse) {
  const std::scoped_lock lock(mutex_);
  read_only_ = refuse;
}

void FaultyDisk::fail_syncs(bool fail) {
  const std::scoped_lock lock(mutex_);
  syncs_fail_ = fail;
}

std::uint64_t FaultyDisk::operations() const {
  const std::scoped_lock lock(mutex_);
  return operations_;
}

std::uint64_t FaultyDisk::syncs(const std::string& path_part) const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::uint64_t>(std::count_if(sync_order_.begin(), sync_order_.end(), [&](const auto& path) {
    return path.find(path_part) != std::string::npos;
  }));
}

std::uint64_t FaultyDisk::bytes(const std::string& path_part) const {
  const std::scoped_lock lock(mutex_);
  std::uint64_t sum = 0;
  for (const auto& [path, count] : bytes_) sum += path.find(path_part) != std::string::npos ? count : 0;
  return sum;
}

std::vector<std::string> FaultyDisk::sync_order() const {
  const std::scoped_lock lock(mutex_);
  return sync_order_;
}

bool FaultyDisk::crashed() const {
  const std::scoped_lock lock(mutex_);
  return off_;
}

std::uint64_t FaultyDisk::era() const {
  const std::scoped_lock lock(mutex_);
  return era_;
}

bool FaultyDisk::full() const {
  const std::scoped_lock lock(mutex_);
  return room_ == 0;
}

// ---- what the file system reports

IOStatus FaultyDisk::before_change(std::uint64_t era) {
  if (!off_ && crash_at_ && operations_ >= *crash_at_) crash_locked();
  if (off_ || era != era_) return IOStatus::IOError("the power was cut");
  if (read_only_) return system_error("faulty disk", EROFS);
  ++operations_;
  return IOStatus::OK();
}

std::shared_ptr<FaultyFile> FaultyDisk::opened(const std::string& path, bool emptied, bool in_place) {
  const std::scoped_lock lock(mutex_);
  const std::string name = plain(path);
  auto& file = files_[name];
  if (!file) {
    file = std::make_shared<FaultyFile>();
    file->path = name;
    std::error_code absent;
    const auto size = fs::file_size(name, absent);
    file->written = file->synced = absent ? 0 : size;
  }
  if (emptied) file->written = file->synced = 0;
  if (in_place && !file->synced_content) file->synced_content = content_of(name).substr(0, file->synced);
  return file;
}

IOStatus FaultyDisk::append(FaultyFile& file, std::uint64_t era, const Slice& data, const Write& write) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era); !refused.ok()) return refused;
  const std::uint64_t fits = std::min<std::uint64_t>(data.size(), room_.value_or(data.size()));
  auto said = write(Slice(data.data(), fits));
  if (!said.ok()) return said;
  if (room_) *room_ -= fits;
  file.written += fits;
  bytes_[file.path] += fits;
  if (fits < data.size()) return IOStatus::NoSpace("faulty disk", std::strerror(ENOSPC));
  return said;
}

IOStatus FaultyDisk::overwrite(FaultyFile& file, std::uint64_t era, std::uint64_t offset, const Slice& data,
                               const Write& write) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era); !refused.ok()) return refused;
  auto said = write(data);
  if (!said.ok()) return said;
  file.written = std::max<std::uint64_t>(file.written, offset + data.size());
  file.overwritten.emplace_back(offset, data.ToString());
  bytes_[file.path] += data.size();
  return said;
}

IOStatus FaultyDisk::truncate(FaultyFile& file, std::uint64_t era, std::uint64_t size,
                              const std::function<IOStatus()>& act) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era); !refused.ok()) return refused;
  auto said = act();
  if (!said.ok()) return said;
  file.written = size;
  file.synced = std::min(file.synced, size);
  return said;
}

IOStatus FaultyDisk::sync(FaultyFile& file, std::uint64_t era) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era); !refused.ok()) return refused;
  if (syncs_fail_) return system_error("faulty disk", EIO);
  file.synced = file.written;
  if (file.synced_content) {
    file.synced_content = content_of(file.path);
    file.overwritten.clear();
  }
  sync_order_.push_back(file.path);
  return IOStatus::OK();
}

IOStatus FaultyDisk::sync_names(const std::string& directory, std::uint64_t era) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era); !refused.ok()) return refused;
  if (syncs_fail_) return system_error("faulty disk", EIO);
  const std::string name = plain(directory);
  std::erase_if(unsynced_names_, [&](const NameChange& change) { return directory_of(change.to) == name; });
  return IOStatus::OK();
}

IOStatus FaultyDisk::create(const std::string& path, const std::function<IOStatus()>& act) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era_); !refused.ok()) return refused;
  const bool appears = !fs::exists(path);
  auto said = act();
  if (said.ok() && appears) unsynced_names_.push_back({"", plain(path), std::nullopt});
  return said;
}

IOStatus FaultyDisk::rename(const std::string& from, const std::string& to, const std::function<IOStatus()>& act) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era_); !refused.ok()) return refused;
  NameChange change{plain(from), plain(to), std::nullopt};
  if (fs::is_regular_file(change.to)) change.displaced = content_of(change.to);
  auto said = act();
  if (!said.ok()) return said;
  files_.erase(change.to);
  move_names(change.from, change.to);
  unsynced_names_.push_back(std::move(change));
  return said;
}

IOStatus FaultyDisk::remove(const std::string& path, const std::function<IOStatus()>& act) {
  const std::scoped_lock lock(mutex_);
  if (auto refused = before_change(era_); !refused.ok()) return refused;
  auto said = act();
  if (said.ok()) files_.erase(plain(path));
  return said;
}

IOStatus FaultyDisk::change(const std::function<IOStatus()>& act) {
  const std::scoped_lock lock(mutex_);
  auto refused = before_change(era_);
  return refused.ok() ? act() : refused;
}

// ---- the crash itself

void FaultyDisk::crash_locked() {
  if (off_) return;
  off_ = true;
  ++era_;
  for (auto& [path, file] : files_) {
    if (fs::exists(path)) lose_content(*file);
  }
  const std::uint64_t kept = torn_ ? pick(unsynced_names_.size()) : 0;
  while (unsynced_names_.size() > kept) {
    const NameChange change = std::move(unsynced_names_.back());
    unsynced_names_.pop_back();
    undo(change);
  }
  unsynced_names_.clear();
  files_.clear();  // what is there now is what the disk holds
}

void FaultyDisk::lose_content(FaultyFile& file) {
  if (file.synced_content) {
    std::string content = *file.synced_content;
    const std::uint64_t reached = torn_ ? pick(file.overwritten.size()) : 0;
    const bool reordered = torn_ && pick(1) == 1;
    for (std::uint64_t i = 0; i < reached; ++i) {
      if (reordered && pick(1) == 1) continue;  // a later one was written back first
      const auto& [offset, bytes] = file.overwritten[i];
      const std::uint64_t part = i + 1 == reached ? pick(bytes.size()) : bytes.size();
      if (content.size() < offset + part) content.resize(offset + part);
      content.replace(offset, part, bytes, 0, part);
    }
    put_content(file.path, content);
  } else if (file.synced < file.written) {
    const std::uint64_t survives = file.synced + (torn_ ? pick(file.written - file.synced) : 0);
    auto content = content_of(file.path).substr(0, survives);
    if (torn_ && pick(1) == 1) lose_sectors(content, file.synced);
    put_content(file.path, content);
  }
}

/// What was not synced reaches the disk by sectors and in any order: one that did not leaves zeros before one that did.
void FaultyDisk::lose_sectors(std::string& content, std::uint64_t synced) {
  for (std::uint64_t at = synced; at < content.size();) {
    const std::uint64_t end = std::min<std::uint64_t>(content.size(), (at / sector_bytes + 1) * sector_bytes);
    const bool last = end == content.size();
    if (!last && pick(1) == 1) content.replace(at, end - at, end - at, '\0');
    at = end;
  }
}

void FaultyDisk::undo(const NameChange& change) {
  std::error_code ignored;
  if (change.from.empty()) {
    fs::remove_all(change.to, ignored);
    return;
  }
  if (fs::exists(change.to)) fs::rename(change.to, change.from, ignored);
  move_names(change.to, change.from);
  if (change.displaced) put_content(change.to, *change.displaced);
}

void FaultyDisk::move_names(const std::string& from, const std::string& to) {
  const auto moved = [&](const std::string& path) -> std::optional<std::string> {
    if (path == from) return to;
    if (path.rfind(from + "/", 0) == 0) return to + path.substr(from.size());
    return std::nullopt;
  };
  std::map<std::string, std::shared_ptr<FaultyFile>> files;
  for (auto& [path, file] : files_) {
    file->path = moved(path).value_or(path);
    files[file->path] = file;
  }
  files_ = std::move(files);
  for (NameChange& change : unsynced_names_) {
    change.to = moved(change.to).value_or(change.to);
    change.from = moved(change.from).value_or(change.from);
  }
}

/// 0 ... most, decided by the seed (SplitMix64).
std::uint64_t FaultyDisk::pick(std::uint64_t most) {
  *torn_ += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = *torn_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return (mixed ^ (mixed >> 31)) % (most + 1);
}

}  // namespace shiji::tests
