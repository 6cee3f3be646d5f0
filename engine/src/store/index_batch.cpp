#include "store/index_batch.h"

#include "store/index_codec.h"
#include "store/index_keys.h"
#include "store/rocksdb_options.h"

#include <algorithm>
#include <set>

namespace shiji::engine {

namespace {

void put(rocksdb::WriteBatch& batch, const std::string& key, std::string_view value) {
  // A WriteBatch without a size limit and without protection bytes takes every put.
  (void)batch.Put(key, rocksdb::Slice(value.data(), value.size()));
}

template <typename Value>
std::vector<const typename TextMap<Value>::value_type*> in_order(const TextMap<Value>& map) {
  std::vector<const typename TextMap<Value>::value_type*> entries;
  entries.reserve(map.size());
  for (const auto& entry : map) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  return entries;
}

}  // namespace

rocksdb::WriteBatch batch_of(const IndexChanges& changes) {
  rocksdb::WriteBatch batch;
  std::vector<std::pair<std::string, const StreamChanges*>> streams;  // bucket and name
  streams.reserve(changes.streams.size());
  std::set<ledger::StreamBucket> touched;
  for (const auto& [stream, changed] : changes.streams) {
    const auto bucket = ledger::bucket_of_stream(stream);
    touched.insert(bucket);
    streams.emplace_back(bucket_bytes(bucket) + stream, &changed);
  }
  std::sort(streams.begin(), streams.end());
  put(batch, "c", encode(changes.cursor));
  for (const auto* entry : in_order(changes.decisions)) put(batch, prefixed('d', entry->first), entry->second);
  for (const auto& [stream, changed] : streams) put(batch, prefixed('h', stream), encode(changed->head));
  for (const auto* entry : in_order(changes.groups)) put(batch, prefixed('m', entry->first), entry->second.bytes());
  for (const auto& [stream, changed] : streams) {
    put(batch, ended(prefixed('p', stream)) + key_of(changed->first.value), encode(changed->sequences));
  }
  for (const auto* entry : in_order(changes.submissions))
    put(batch, prefixed('s', entry->first), encode(entry->second));
  BucketIndex::note_touched(batch, changes.cursor, touched);
  return batch;
}

}  // namespace shiji::engine
