#include "store/index_store.h"

#include "store/index_codec.h"
#include "store/index_keys.h"
#include "store/index_table.h"
#include "store/rocksdb_options.h"
#include "store/rocksdb_status.h"

#include <rocksdb/db.h>

namespace shiji::engine {

using ledger::ErrorCode;
using ledger::Sequence;
using ledger::Version;

namespace {

rocksdb::Options index_options(const Environment& environment) {
  rocksdb::Options options(database_options(environment), keyed_family(16 * mebibyte, 32 * mebibyte));
  options.create_if_missing = true;
  return options;
}

class RocksIndexEntries final : public IndexEntries {
 public:
  RocksIndexEntries(rocksdb::DB& db, const std::string& path, IndexFamily family)
      : path_(path), prefix_(1, static_cast<char>(family)), at_(db.NewIterator(rocksdb::ReadOptions())) {
    at_->Seek(prefix_);
  }
  bool at_end() const override { return !at_->Valid() || !at_->key().starts_with(prefix_); }
  void next() override { at_->Next(); }
  std::string_view key() const override { return view_of(at_->key()).substr(1); }
  std::string_view value() const override { return view_of(at_->value()); }
  ledger::Status status() const override { return status_of(at_->status(), path_); }

 private:
  const std::string& path_;
  std::string prefix_;
  std::unique_ptr<rocksdb::Iterator> at_;
};

class RocksIndexStore final : public IndexStore {
 public:
  RocksIndexStore(std::string path, std::unique_ptr<rocksdb::DB> db) : path_(std::move(path)), db_(std::move(db)) {}

  ledger::Status write(const IndexChanges& changes) override {
    const auto table = path_ + "/incoming";
    auto options = db_->GetOptions();
    // What writes tables apart takes the compression of the last level, and this one is merged with others soon.
    options.bottommost_compression = rocksdb::kDisableCompressionOption;
    if (auto written = write_index_table(changes, options, table); !written) return written;
    rocksdb::IngestExternalFileOptions taken_in;
    taken_in.move_files = true;
    return status_of(db_->IngestExternalFile({table}, taken_in), path_);
  }

  ledger::Status flush() override { return status_of(db_->Flush(rocksdb::FlushOptions()), path_); }

  ledger::Result<IndexCursor> cursor() const override { return found("c", decode_cursor, IndexCursor{}); }

  ledger::Result<std::optional<StreamEntry>> stream(std::string_view name) const override {
    return looked_up(of_stream('h', name), decode_stream);
  }

  ledger::Result<std::optional<SubmissionEntry>> submission(std::string_view id) const override {
    return looked_up(prefixed('s', id), decode_submission);
  }

  ledger::Result<std::optional<std::string>> decision(std::string_view key) const override {
    return looked_up(prefixed('d', key), [](std::string_view value) { return std::optional(std::string(value)); });
  }

  ledger::Status decisions_from(std::string_view from, std::size_t limit,
                                const std::function<bool(std::string_view, std::string_view)>& visit) const override {
    const std::unique_ptr<rocksdb::Iterator> cursor(db_->NewIterator(rocksdb::ReadOptions()));
    cursor->Seek(prefixed('d', from));
    for (; limit > 0 && cursor->Valid() && cursor->key().starts_with("d"); cursor->Next(), --limit) {
      if (!visit(view_of(cursor->key()).substr(1), view_of(cursor->value()))) break;
    }
    return status_of(cursor->status(), path_);
  }

  ledger::Status scan_decisions(std::string_view prefix,
                                const std::function<void(std::string_view, std::string_view)>& visit) const override {
    return scan(prefixed('d', prefix), [&](std::string_view key, std::string_view value) {
      visit(key.substr(1), value);
      return true;
    });
  }

  ledger::Result<std::optional<ledger::MemberTable>> group(std::string_view name) const override {
    return looked_up(prefixed('m', name), ledger::MemberTable::parse);
  }

  ledger::Result<std::vector<Sequence>> postings(std::string_view stream, Version from) const override {
    std::vector<Sequence> sequences;
    const auto prefix = ended(of_stream('p', stream));
    bool whole = true;
    auto scanned = scan(prefix, [&](std::string_view key, std::string_view value) {
      if (key.size() != prefix.size() + 8) return whole = false;
      const auto block = decode_sequences(value);
      if (!block) return whole = false;
      const auto first = number_of(key.substr(prefix.size()));
      for (std::size_t i = 0; i < block->size(); ++i) {
        if (first + i >= from.value) sequences.push_back((*block)[i]);
      }
      return true;
    });
    if (!scanned) return scanned.failure();
    if (!whole) return ledger::Error{ErrorCode::corrupt, path_, "a posting of " + std::string(stream) + " is broken"};
    const auto found = this->stream(stream);
    if (!found) return found.failure();
    if (*found && (*found)->head.version >= from) sequences.push_back((*found)->head.sequence);
    return sequences;
  }

  ledger::Status each_stream(const BucketRange& buckets, const StreamVisitor& visit) const override {
    const auto start = buckets.first == 0 ? std::string() : bucket_bytes(buckets.first);
    const auto last = bucket_bytes(buckets.last);
    // Names hold no byte below a space, so both families are in the order of bucket and name.
    const std::unique_ptr<rocksdb::Iterator> blocks(db_->NewIterator(rocksdb::ReadOptions()));
    blocks->Seek(prefixed('p', start));
    bool whole = true;
    bool stopped = false;
    std::vector<Sequence> sequences;
    const auto is_behind = [&](std::string_view key) { return key.substr(1, last.size()) > last; };
    auto scanned = scan_from(prefixed('h', start), "h", [&](std::string_view key, std::string_view value) {
      const auto stream = decode_stream(value);
      if (!stream || key.size() < before_name) return whole = false;
      if (is_behind(key)) return false;
      const auto posted = ended(prefixed('p', key.substr(1)));
      if (!take_postings(*blocks, posted, sequences)) return whole = false;
      sequences.push_back(stream->head.sequence);
      stopped = !visit(key.substr(before_name), stream->head, sequences);
      return !stopped;
    });
    // What is left belongs to no stream.
    const bool left = blocks->Valid() && blocks->key().starts_with("p") && !is_behind(view_of(blocks->key()));
    if (left && !stopped) whole = false;
    if (!scanned) return scanned;
    if (!blocks->status().ok()) return status_of(blocks->status(), path_);
    if (!whole) return ledger::Error{ErrorCode::corrupt, path_, "a stream head or posting is broken"};
    return ledger::done();
  }

  std::unique_ptr<IndexEntries> entries(IndexFamily family) const override {
    return std::make_unique<RocksIndexEntries>(*db_, path_, family);
  }

  ledger::Status each_name(const NameVisitor& visit) const override {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options));
    for (const auto family :
         {IndexFamily::decisions, IndexFamily::streams, IndexFamily::groups, IndexFamily::submissions}) {
      const std::string prefix(1, static_cast<char>(family));
      const std::size_t before = family == IndexFamily::streams ? before_name : prefix.size();
      for (at->Seek(prefix); at->Valid() && at->key().starts_with(prefix); at->Next()) {
        if (at->key().size() >= before && !visit(family, view_of(at->key()).substr(before))) return ledger::done();
      }
    }
    return status_of(at->status(), path_);
  }

  BucketIndex buckets() const override { return {*db_, path_}; }
  ledger::Status snapshot_into(const std::string& path) const override { return store_snapshot(*db_, path, 0); }

  ledger::Status verify_files() const override {
    return status_of(db_->VerifyFileChecksums(rocksdb::ReadOptions()), path_);
  }

  std::uint64_t bytes_on_disk() const override {
    std::uint64_t bytes = 0;
    (void)db_->GetIntProperty(rocksdb::DB::Properties::kTotalSstFilesSize, &bytes);
    return bytes;
  }

 private:
  /// Reads the postings that start with `prefix`; false when one is broken or belongs to a stream before it.
  static bool take_postings(rocksdb::Iterator& blocks, const std::string& prefix, std::vector<Sequence>& sequences) {
    sequences.clear();
    for (; blocks.Valid() && blocks.key().starts_with(prefix); blocks.Next()) {
      const auto block = decode_sequences(view_of(blocks.value()));
      const auto version = view_of(blocks.key()).substr(prefix.size());
      if (!block || version.size() != 8 || number_of(version) != sequences.size()) return false;
      sequences.insert(sequences.end(), block->begin(), block->end());
    }
    return !blocks.Valid() || !blocks.key().starts_with("p") || view_of(blocks.key()) > prefix;
  }

  template <typename Decode>
  auto looked_up(const std::string& key, Decode decode) const -> ledger::Result<decltype(decode(std::string_view()))> {
    using Found = decltype(decode(std::string_view()));
    rocksdb::PinnableSlice value;
    const auto got = db_->Get(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), key, &value);
    if (got.IsNotFound()) return Found();
    if (!got.ok()) return error_of(got, path_);
    auto decoded = decode(view_of(value));
    if (!decoded) return ledger::Error{ErrorCode::corrupt, path_, "a value of the index is broken"};
    return decoded;
  }

  template <typename Decode, typename Value>
  ledger::Result<Value> found(const std::string& key, Decode decode, Value otherwise) const {
    auto value = looked_up(key, decode);
    if (!value) return value.failure();
    return value->value_or(otherwise);
  }

  ledger::Status scan(const std::string& prefix,
                      const std::function<bool(std::string_view, std::string_view)>& visit) const {
    return scan_from(prefix, prefix, visit);
  }

  /// From `start` on, as long as keys start with `prefix`.
  ledger::Status scan_from(const std::string& start, const std::string& prefix,
                           const std::function<bool(std::string_view, std::string_view)>& visit) const {
    const std::unique_ptr<rocksdb::Iterator> cursor(db_->NewIterator(rocksdb::ReadOptions()));
    for (cursor->Seek(start); cursor->Valid() && cursor->key().starts_with(prefix); cursor->Next()) {
      if (!visit(view_of(cursor->key()), view_of(cursor->value()))) return ledger::done();
    }
    return status_of(cursor->status(), path_);
  }

  std::string path_;
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace

ledger::Result<std::unique_ptr<IndexStore>> IndexStore::open(const std::string& path, const Environment& environment,
                                                             bool read_only) {
  const auto options = index_options(environment);
  rocksdb::DB* db = nullptr;
  const auto opened =
      read_only ? rocksdb::DB::OpenForReadOnly(options, path, &db) : rocksdb::DB::Open(options, path, &db);
  if (!opened.ok()) return error_of(opened, path);
  return std::unique_ptr<IndexStore>(std::make_unique<RocksIndexStore>(path, std::unique_ptr<rocksdb::DB>(db)));
}

ledger::Status IndexStore::destroy(const std::string& path, const Environment& environment) {
  return status_of(rocksdb::DestroyDB(path, index_options(environment)), path);
}

}  // namespace shiji::engine
