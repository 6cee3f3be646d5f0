#include "raw_store.h"

#include "store/rocksdb_options.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <cstdlib>
#include <filesystem>

namespace shiji::bench {

namespace {

rocksdb::Slice slice_of(const ledger::Buffer& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

rocksdb::WriteOptions synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace

RawStore::RawStore(const std::string& path) {
  std::filesystem::remove_all(path);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::Open(options, path, &opened).ok()) std::exit(2);
  db_.reset(opened);
}

RawStore::~RawStore() = default;

void RawStore::put(std::uint64_t number, const ledger::Buffer& event) {
  if (!db_->Put(synced(), engine::key_of(number), slice_of(event)).ok()) std::exit(2);
}

void RawStore::put_all(const Workload& workload, std::uint64_t syncs) {
  const auto batch_events = (workload.events + syncs - 1) / syncs;
  rocksdb::WriteBatch batch;
  std::uint64_t number = 0;
  for (const auto& submission : workload.submissions) {
    for (const auto& event : submission.events) {
      if (!batch.Put(engine::key_of(number++), slice_of(event)).ok()) std::exit(2);
      if (number % batch_events != 0 && number != workload.events) continue;
      if (!db_->Write(synced(), &batch).ok()) std::exit(2);
      batch.Clear();
    }
  }
}

}  // namespace shiji::bench
