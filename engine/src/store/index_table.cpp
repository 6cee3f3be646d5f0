#include "store/index_table.h"

#include "store/index_codec.h"
#include "store/index_keys.h"
#include "store/rocksdb_options.h"
#include "store/rocksdb_status.h"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <set>

namespace shiji::engine {

namespace {

rocksdb::Slice slice_of(std::string_view text) { return {text.data(), text.size()}; }

/// What changed.
template <typename Value>
std::vector<const typename TextMap<Value>::Entry*> in_order(const TextMap<Value>& map) {
  std::vector<const typename TextMap<Value>::Entry*> entries;
  entries.reserve(map.size());
  map.each([&](const auto& entry) {
    if (entry.value.kind == EntryKind::changed) entries.push_back(&entry);
  });
  std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->text < b->text; });
  return entries;
}

struct StreamInOrder {
  ledger::StreamBucket bucket;
  const TextMap<StreamChanges>::Entry* entry;
};

std::vector<StreamInOrder> streams_in_order(const TextMap<StreamChanges>& map) {
  std::vector<StreamInOrder> streams;
  streams.reserve(map.size());
  map.each([&](const auto& entry) {
    if (entry.value.kind == EntryKind::changed) streams.push_back({ledger::bucket_of_stream(entry.text), &entry});
  });
  std::sort(streams.begin(), streams.end(), [](const auto& a, const auto& b) {
    return a.bucket != b.bucket ? a.bucket < b.bucket : a.entry->text < b.entry->text;
  });
  return streams;
}

/// Takes entries in the order of their keys; what goes wrong ends it and is told by `finish`.
class TableWriter {
 public:
  TableWriter(const rocksdb::Options& options, const std::string& path)
      : writer_(rocksdb::EnvOptions(), options), status_(writer_.Open(path)) {}

  void put(char family, std::string_view name, std::string_view value) {
    key_.assign(1, family).append(name);
    put(value);
  }
  void put(char family, const StreamInOrder& stream, std::string_view after, std::string_view value) {
    key_.assign(1, family).append(bucket_bytes(stream.bucket)).append(stream.entry->text).append(after);
    put(value);
  }
  [[nodiscard]] rocksdb::Status finish() { return status_.ok() ? writer_.Finish() : status_; }

 private:
  void put(std::string_view value) {
    if (status_.ok()) status_ = writer_.Put(key_, slice_of(value));
  }

  rocksdb::SstFileWriter writer_;
  rocksdb::Status status_;
  std::string key_;
};

void put_streams(TableWriter& table, const std::vector<StreamInOrder>& streams) {
  for (const auto& stream : streams) {
    table.put('h', stream, {}, encode(stream.entry->value.head, stream.entry->value.unit));
  }
}

void put_postings(TableWriter& table, const std::vector<StreamInOrder>& streams) {
  std::string after;
  for (const auto& stream : streams) {
    const auto& changes = stream.entry->value;
    if (changes.sequences.empty()) continue;
    after.assign(1, '\0').append(key_of(changes.first.value));
    table.put('p', stream, after, changes.sequences.bytes());
  }
}

}  // namespace

ledger::Status write_index_table(const IndexChanges& changes, const rocksdb::Options& options,
                                 const std::string& path) {
  const auto streams = streams_in_order(changes.streams);
  std::set<ledger::StreamBucket> touched;
  for (const auto& stream : streams) touched.insert(touched.end(), stream.bucket);

  TableWriter table(options, path);
  table.put('c', {}, encode(changes.cursor));
  for (const auto* entry : in_order(changes.decisions)) table.put('d', entry->text, entry->value.value);
  put_streams(table, streams);
  for (const auto* entry : in_order(changes.groups)) {
    // A group that only a refused submission put to is none.
    const auto group = entry->value.table.bytes();
    if (!group.empty()) table.put('m', entry->text, group);
  }
  put_postings(table, streams);
  for (const auto* entry : in_order(changes.submissions)) table.put('s', entry->text, encode(entry->value.entry));
  if (!touched.empty()) {
    table.put('t', BucketIndex::touched_key(changes.cursor.tree_size).substr(1), BucketIndex::touched_value(touched));
  }
  return status_of(table.finish(), path);
}

}  // namespace shiji::engine
