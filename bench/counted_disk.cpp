#include "counted_disk.h"

#include "store/file_system.h"

#include <nlohmann/json.hpp>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table_properties.h>

#include <array>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace shiji::bench {

namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class CountedLog final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  CountedLog(std::unique_ptr<rocksdb::FSWritableFile> real, std::shared_ptr<DiskCounts> counts, bool of_chain)
      : FSWritableFileOwnerWrapper(std::move(real)), counts_(std::move(counts)), of_chain_(of_chain) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    counts_->log_bytes += data.size();
    return target()->Append(data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo& info,
                  IODebugContext* debug) override {
    counts_->log_bytes += data.size();
    return target()->Append(data, options, info, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (of_chain_) ++counts_->log_syncs;
    return target()->Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    if (of_chain_) ++counts_->log_syncs;
    return target()->Fsync(options, debug);
  }

 private:
  std::shared_ptr<DiskCounts> counts_;
  bool of_chain_;
};

/// A table that is written beside the database and taken in whole: no flush tells of it.
class CountedTable final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  CountedTable(std::unique_ptr<rocksdb::FSWritableFile> real, std::shared_ptr<DiskCounts> counts, std::string path)
      : FSWritableFileOwnerWrapper(std::move(real)), counts_(std::move(counts)), path_(std::move(path)) {}

  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    auto closed = target()->Close(options, debug);
    if (closed.ok()) count();
    return closed;
  }

 private:
  void count() {
    rocksdb::SstFileReader table{rocksdb::Options()};
    if (!table.Open(path_).ok()) return;
    const auto properties = table.GetTableProperties();
    counts_->table_bytes += properties->data_size + properties->index_size + properties->filter_size;
    counts_->flushed_values += properties->raw_value_size;
  }

  std::shared_ptr<DiskCounts> counts_;
  std::string path_;
};

/// Reads the events that RocksDB writes into its LOG as lines of JSON; the rest of LOG is dropped.
class EventReader final : public rocksdb::Logger {
 public:
  explicit EventReader(std::shared_ptr<DiskCounts> counts) : counts_(std::move(counts)) {}

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    std::array<char, 8'192> text{};
    (void)std::vsnprintf(text.data(), text.size(), format, arguments);
    const std::string_view line = text.data();
    const auto begin = line.find('{');
    if (begin == std::string_view::npos || line.find("EVENT_LOG_v1") > begin) return;
    const auto event = nlohmann::json::parse(line.substr(begin), nullptr, false);
    if (event.is_object()) take(event);
  }
  size_t GetLogFileSize() const override { return 0; }  // never full: there is no file

 private:
  void take(const nlohmann::json& event) {
    const auto kind = event.value("event", "");
    const auto job = event.value("job", 0);
    const std::lock_guard lock(mutex_);
    if (kind == "flush_started" || kind == "recovery_started") flushing_.insert(job);
    if (kind == "flush_finished") flushing_.erase(job);
    if (kind != "table_file_creation") return;
    counts_->table_bytes += event.value("file_size", std::uint64_t{0});
    if (!flushing_.contains(job)) return;
    counts_->flushed_values += event.at("table_properties").value("raw_value_size", std::uint64_t{0});
  }

  std::shared_ptr<DiskCounts> counts_;
  std::mutex mutex_;
  std::set<int> flushing_;
};

class CountedDisk final : public rocksdb::FileSystemWrapper {
 public:
  explicit CountedDisk(std::shared_ptr<DiskCounts> counts)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), counts_(std::move(counts)) {}

  const char* Name() const override { return "CountedDisk"; }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    auto made = target()->NewWritableFile(path, options, file, debug);
    if (made.ok() && path.ends_with(".log")) {
      const bool of_chain = path.find("/chain/") != std::string::npos;
      *file = std::make_unique<CountedLog>(std::move(*file), counts_, of_chain);
    }
    if (made.ok() && path.ends_with("/incoming")) {
      *file = std::make_unique<CountedTable>(std::move(*file), counts_, path);
    }
    return made;
  }

  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* logger,
                     IODebugContext*) override {
    *logger = std::make_shared<EventReader>(counts_);
    return IOStatus::OK();
  }

 private:
  std::shared_ptr<DiskCounts> counts_;
};

}  // namespace

engine::Environment counted_environment(std::shared_ptr<DiskCounts> counts) {
  auto environment = engine::system_environment();
  environment.file_system = engine::wrap_file_system(std::make_shared<CountedDisk>(std::move(counts)));
  return environment;
}

}  // namespace shiji::bench
