#include "verify/posting_check.h"

#include "store/index_codec.h"
#include "store/rocksdb_options.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace shiji::engine {

namespace {

constexpr std::size_t bucket_bytes_before_name = sizeof(ledger::StreamBucket);
constexpr std::size_t bytes_behind_name = 1 + sizeof(std::uint64_t);  // its end and the first version of the block

/// The postings of an index one by one, across the blocks they lie in.
class PostingCursor {
 public:
  explicit PostingCursor(const IndexStore& index) : entries_(index.entries(IndexFamily::postings)) { read_block(); }

  [[nodiscard]] bool at_end() const { return entries_->at_end(); }
  /// Bucket and name; the whole key where it is none of a posting.
  [[nodiscard]] std::string_view stream() const { return stream_; }
  [[nodiscard]] std::uint64_t version() const { return first_ + at_; }
  /// None: the block is broken.
  [[nodiscard]] std::optional<std::uint64_t> sequence() const {
    return at_ < block_.size() ? std::optional(block_[at_].value) : std::nullopt;
  }
  void next() {
    if (++at_ < block_.size()) return;
    entries_->next();
    read_block();
  }
  void skip_stream() {
    const auto skipped = stream_;
    while (!at_end() && stream_ == skipped) {
      entries_->next();
      read_block();
    }
  }
  [[nodiscard]] ledger::Status status() const { return entries_->status(); }

 private:
  void read_block() {
    at_ = 0;
    first_ = 0;
    block_.clear();
    if (at_end()) return;
    const auto key = entries_->key();
    stream_ = key;
    if (key.size() < bucket_bytes_before_name + bytes_behind_name) return;
    stream_ = key.substr(0, key.size() - bytes_behind_name);
    first_ = number_of(key.substr(key.size() - sizeof(std::uint64_t)));
    if (auto block = decode_sequences(entries_->value())) block_ = std::move(*block);
  }

  std::unique_ptr<IndexEntries> entries_;
  std::string stream_;
  std::uint64_t first_ = 0;
  std::vector<ledger::Sequence> block_;
  std::size_t at_ = 0;
};

}  // namespace

ledger::Status check_postings(const IndexStore& stored, const IndexStore& folded,
                              const std::function<void(const std::string& message)>& report) {
  PostingCursor a(stored);
  PostingCursor b(folded);
  while (!a.at_end() || !b.at_end()) {
    const bool both = !a.at_end() && !b.at_end() && a.stream() == b.stream();
    if (both && a.version() == b.version() && a.sequence() && a.sequence() == b.sequence()) {
      a.next();
      b.next();
      continue;
    }
    const bool of_stored = both || b.at_end() || (!a.at_end() && a.stream() < b.stream());
    const bool of_folded = both || !of_stored;
    const std::string stream((of_stored ? a : b).stream());
    report("stream " + stream.substr(std::min(stream.size(), bucket_bytes_before_name)) +
           ": its postings are not what the events make them");
    if (of_stored) a.skip_stream();
    if (of_folded) b.skip_stream();
  }
  if (auto read = a.status(); !read) return read;
  return b.status();
}

}  // namespace shiji::engine
