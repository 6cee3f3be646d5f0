// All projections rebuilt in one pass, beside a plain scan: a RocksDB iterator over the same events, one value each.
#include "groups.h"
#include "shiji/projections/read_models.h"
#include "store/rocksdb_options.h"
#include "workload.h"

#include <rocksdb/db.h>

#include <filesystem>

namespace shiji::bench {

namespace {

std::unique_ptr<rocksdb::DB> plain_events(const std::string& path, const engine::Owner& owner) {
  std::filesystem::remove_all(path);
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::Open(options, path, &opened).ok()) std::exit(2);
  std::uint64_t key = 0;
  const auto read = owner.feed({0}, std::nullopt, [&](const engine::RecordedEvent& event) {
    const auto bytes = event.event.bytes;
    return opened
        ->Put(rocksdb::WriteOptions(), engine::key_of(key++),
              rocksdb::Slice(reinterpret_cast<const char*>(bytes.data()), bytes.size()))
        .ok();
  });
  if (!read) fail(read.failure(), "reading");
  if (!opened->Flush(rocksdb::FlushOptions()).ok()) std::exit(2);
  return std::unique_ptr<rocksdb::DB>(opened);
}

double scan(rocksdb::DB& db) {
  return seconds_of([&] {
    const std::unique_ptr<rocksdb::Iterator> at(db.NewIterator(rocksdb::ReadOptions()));
    std::size_t bytes = 0;
    for (at->SeekToFirst(); at->Valid(); at->Next()) bytes += at->value().size();
    if (bytes == 0) std::exit(2);
  });
}

double rebuild(const std::string& ledger, const engine::Owner& owner) {
  std::filesystem::remove_all(ledger + "/projections");
  return seconds_of([&] {
    std::vector<std::unique_ptr<projections::ReadModel>> models;
    std::vector<projections::ReadModel*> all;
    for (const auto& info : projections::read_models()) {
      auto model = projections::ReadModel::open(info.name, ledger, engine::system_environment());
      if (!model) fail(model.failure(), "opening a projection");
      models.push_back(std::move(*model));
      all.push_back(models.back().get());
    }
    const auto caught_up = projections::catch_up_together(all, owner, {});
    if (!caught_up) fail(caught_up.failure(), "projecting");
  });
}

}  // namespace

GroupResult projection_lines(const BenchOptions& options) {
  Line line{"projection rebuild, all read models", "events/s", "plain scan", Reach::ratio_at_least, 0.25};
  const auto ledger = options.directory + "/sessions";
  provide_ledger(ledger, options.sessions);
  const auto owner = open_ledger(ledger);
  const auto events = static_cast<double>(owner->head()->tree_size.value);
  const auto plain = plain_events(options.directory + "/plain", *owner);
  for (int pair = 0; pair < options.pairs; ++pair) {
    line.baselines.push_back(events / scan(*plain));
    line.values.push_back(events / rebuild(ledger, *owner));
  }
  return {{line}};
}

}  // namespace shiji::bench
