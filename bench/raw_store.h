// RawStore: the peer that is in every append line: RocksDB with its own defaults, the same bytes, one put an event.
//
// Ends the process when anything fails. Threads: `put` from any thread, the rest from one.
#pragma once

#include "workload.h"

#include <memory>
#include <string>

namespace rocksdb {
class DB;
}

namespace shiji::bench {

class RawStore {
 public:
  /// Empty, in place of whatever was there.
  explicit RawStore(const std::string& path);
  ~RawStore();
  RawStore(const RawStore&) = delete;
  RawStore& operator=(const RawStore&) = delete;

  /// One event, synced. Puts of several threads are synced together: RocksDB's group commit.
  void put(std::uint64_t number, const ledger::Buffer& event);
  /// All events in order, in synced batches of about as many as `syncs` syncs leave to each.
  void put_all(const Workload& workload, std::uint64_t syncs);

 private:
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace shiji::bench
