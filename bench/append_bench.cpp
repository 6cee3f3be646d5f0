// Append with rules on and the index caught up, beside raw RocksDB: one put an event, the same bytes, the same syncs.
#include "measurement.h"
#include "store/rocksdb_options.h"
#include "workload.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>

namespace shiji::bench {

namespace {

double raw_puts(const std::string& path, const Workload& workload) {
  std::filesystem::remove_all(path);
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::Open(options, path, &opened).ok()) std::exit(2);
  const std::unique_ptr<rocksdb::DB> db(opened);
  return seconds_of([&] {
    std::uint64_t key = 0;
    rocksdb::WriteOptions sync;
    sync.sync = true;
    for (const auto& submission : workload.submissions) {
      rocksdb::WriteBatch batch;
      for (const auto& event : submission.events) {
        (void)batch.Put(engine::key_of(key++),
                        rocksdb::Slice(reinterpret_cast<const char*>(event.data()), event.size()));
      }
      if (!db->Write(sync, &batch).ok()) std::exit(2);
    }
  });
}

double append(const std::string& path, Workload workload) {
  return seconds_of([&] {
    auto owner = open_ledger(path);
    append_all(*owner, std::move(workload.submissions));
    owner.reset();  // writes and flushes the index: it is caught up
  });
}

}  // namespace

std::vector<Line> append_lines(const BenchOptions& options) {
  Line line{"append, 1,024 a submission", "events/s", "raw RocksDB puts", 0.6, false, {}, {}};
  const auto ledger = options.directory + "/append";
  for (int pair = 0; pair < options.pairs; ++pair) {
    prepare_ledger(ledger, options.sessions);
    const auto workload = make_workload(ledger, options.sessions, 1'024);
    const auto events = static_cast<double>(workload.events);
    line.baselines.push_back(events / raw_puts(options.directory + "/raw", workload));
    line.rates.push_back(events / append(ledger, workload));
  }
  return {line};
}

}  // namespace shiji::bench
