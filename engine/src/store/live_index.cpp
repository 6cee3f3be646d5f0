#include "store/live_index.h"

#include "shiji/ledger/contract.h"

#include <ranges>

namespace shiji::engine {

using ledger::Sequence;
using ledger::Version;

namespace {
constexpr std::size_t entry_overhead = 96;  // rough cost of one map node beside its strings
// Neighbours of a key that is not in memory come with it: the attendees of a session lie side by side.
constexpr std::size_t read_ahead_keys = 32;
}  // namespace

LiveIndex::LiveIndex(std::unique_ptr<IndexStore> store, std::size_t cache_bytes)
    : store_(std::move(store)), rotate_bytes_(std::max<std::size_t>(cache_bytes / 4, 1 << 20)) {
  if (!store_) return;
  auto cursor = store_->cursor();
  if (cursor) {
    streams_ = cursor->streams;
  } else {
    note_failure(cursor.failure());
  }
}

std::uint64_t LiveIndex::streams() const {
  const std::lock_guard lock(mutex_);
  return streams_;
}

void LiveIndex::note_failure(const ledger::Failure& failure) const {
  if (const auto* error = std::get_if<ledger::Error>(&failure); error != nullptr && !failure_) failure_ = *error;
}

std::optional<ledger::Error> LiveIndex::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::optional<StreamHead> LiveIndex::head(std::string_view stream) const {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  if (const auto at = active_->heads.find(hashed); at != active_->heads.end()) return at->second;
  if (writing_) {
    if (const auto at = writing_->heads.find(hashed); at != writing_->heads.end()) return at->second;
  }
  if (!store_) return std::nullopt;
  auto head = store_->head(stream);
  if (head) return *head;
  note_failure(head.failure());
  return std::nullopt;
}

std::optional<SubmissionEntry> LiveIndex::submission(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  if (const auto at = active_->submissions.find(id); at != active_->submissions.end()) return at->second;
  if (writing_) {
    if (const auto at = writing_->submissions.find(id); at != writing_->submissions.end()) return at->second;
  }
  if (!store_) return std::nullopt;
  auto entry = store_->submission(id);
  if (entry) return *entry;
  note_failure(entry.failure());
  return std::nullopt;
}

std::vector<Sequence> LiveIndex::postings(std::string_view stream, Version from) const {
  const std::lock_guard lock(mutex_);
  std::vector<Sequence> sequences;
  if (store_) {
    auto stored = store_->postings(stream, from);
    if (stored) {
      sequences = std::move(*stored);
    } else {
      note_failure(stored.failure());
    }
  }
  // A layer that was written out while it is still `writing` would repeat: versions tell.
  auto next = Version{from.value + sequences.size()};
  for (const auto* layer : {writing_.get(), active_.get()}) {
    if (layer == nullptr) continue;
    const auto at = layer->postings.find(stream);
    if (at == layer->postings.end()) continue;
    for (std::size_t i = 0; i < at->second.sequences.size(); ++i) {
      if (at->second.first.value + i < next.value) continue;
      sequences.push_back(at->second.sequences[i]);
      ++next.value;
    }
  }
  return sequences;
}

void LiveIndex::remember(std::string_view key, std::optional<std::string> value) const {
  young_bytes_ += key.size() + (value ? value->size() : 0) + entry_overhead;
  young_.insert_or_assign(std::string(key), std::move(value));
  if (young_bytes_ < rotate_bytes_) return;
  old_ = std::move(young_);
  young_.clear();
  young_bytes_ = 0;
}

std::optional<std::string> LiveIndex::get(std::string_view key) const {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  if (const auto at = active_->decisions.find(hashed); at != active_->decisions.end()) return at->second;
  if (writing_) {
    if (const auto at = writing_->decisions.find(hashed); at != writing_->decisions.end()) return at->second;
  }
  if (!store_) return std::nullopt;
  if (const auto at = young_.find(hashed); at != young_.end()) return at->second;
  if (const auto at = old_.find(hashed); at != old_.end()) {
    auto value = at->second;
    remember(key, value);
    return value;
  }
  return read_ahead(key);
}

std::optional<std::string> LiveIndex::read_ahead(std::string_view key) const {
  std::optional<std::string> value;
  const auto read = store_->decisions_from(key, read_ahead_keys, [&](std::string_view found, std::string_view stored) {
    if (found == key) {
      value = stored;
      return true;
    }
    if (!value) return false;  // the key is not there: its neighbours are not wanted
    // What is newer than the store must not be remembered from it.
    const bool newer = active_->decisions.contains(found) || (writing_ && writing_->decisions.contains(found));
    if (!newer) remember(found, std::string(stored));
    return true;
  });
  if (!read) {
    note_failure(read.failure());
    return std::nullopt;
  }
  remember(key, value);
  return value;
}

void LiveIndex::scan(std::string_view prefix,
                     const std::function<bool(std::string_view, std::string_view)>& visit) const {
  std::map<std::string, std::string> merged;
  {
    const std::lock_guard lock(mutex_);
    const auto take = [&](std::string_view key, std::string_view value) {
      merged.insert_or_assign(std::string(key), std::string(value));
    };
    if (store_) {
      if (auto scanned = store_->scan_decisions(prefix, take); !scanned) note_failure(scanned.failure());
    }
    for (const auto* layer : {writing_.get(), active_.get()}) {
      if (layer == nullptr) continue;
      for (const auto& [key, value] : layer->decisions) {
        if (key.starts_with(prefix)) take(key, value);
      }
    }
  }
  for (const auto& [key, value] : merged) {
    if (!visit(key, value)) return;
  }
}

void LiveIndex::begin() {
  SHIJI_ASSERT(undo_heads_.empty() && undo_decisions_.empty() && undo_submissions_.empty(), "one submission at a time");
}

void LiveIndex::keep() {
  undo_heads_.clear();
  undo_decisions_.clear();
  undo_submissions_.clear();
}

void LiveIndex::undo() {
  const std::lock_guard lock(mutex_);
  for (const auto& [stream, before] : std::ranges::reverse_view(undo_heads_)) {
    auto postings = active_->postings.find(*stream);
    postings->second.sequences.pop_back();
    if (postings->second.sequences.empty()) active_->postings.erase(postings);
    const auto head = active_->heads.find(*stream);
    if (head->second.version.value == 0) --streams_;
    if (before) {
      head->second = *before;
    } else {
      active_->heads.erase(head);
    }
  }
  for (auto& [key, before] : std::ranges::reverse_view(undo_decisions_)) {
    const auto decision = active_->decisions.find(*key);
    if (before) {
      decision->second = std::move(*before);
    } else {
      active_->decisions.erase(decision);
    }
  }
  for (const auto& id : undo_submissions_) active_->submissions.erase(id);
  keep();
}

void LiveIndex::add_event(std::string_view stream, const StreamHead& head) {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  if (head.version.value == 0) ++streams_;
  auto at = active_->heads.find(hashed);
  if (at == active_->heads.end()) {
    at = active_->heads.emplace(stream, head).first;
    undo_heads_.emplace_back(&at->first, std::nullopt);
    active_->bytes += 2 * (stream.size() + entry_overhead);
  } else {
    undo_heads_.emplace_back(&at->first, at->second);
    at->second = head;
  }
  auto postings = active_->postings.find(hashed);
  if (postings == active_->postings.end())
    postings = active_->postings.emplace(stream, IndexChanges::Postings{head.version, {}}).first;
  postings->second.sequences.push_back(head.sequence);
  active_->bytes += sizeof(ledger::Sequence);
}

void LiveIndex::add_submission(const std::string& id, const SubmissionEntry& entry) {
  const std::lock_guard lock(mutex_);
  active_->submissions.insert_or_assign(id, entry);
  undo_submissions_.push_back(id);
  active_->bytes += id.size() + entry_overhead;
}

void LiveIndex::forget(const HashedText& key) {
  for (auto* cache : {&young_, &old_}) {
    if (const auto at = cache->find(key); at != cache->end()) cache->erase(at);
  }
}

void LiveIndex::put(std::string_view key, std::string_view value) {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  const auto at = active_->decisions.find(hashed);
  if (at != active_->decisions.end()) {
    undo_decisions_.emplace_back(&at->first, std::move(at->second));
    at->second = value;
    return;
  }
  const auto added = active_->decisions.emplace(key, value).first;
  undo_decisions_.emplace_back(&added->first, std::nullopt);
  active_->bytes += key.size() + value.size() + entry_overhead;
  forget(hashed);
}

bool LiveIndex::rotate(const IndexCursor& cursor, bool anyway) {
  const std::lock_guard lock(mutex_);
  if (writing_ || (!anyway && active_->bytes < rotate_bytes_) || !store_) return false;
  active_->cursor = cursor;
  active_->cursor.streams = streams_;
  writing_ = std::exchange(active_, std::make_unique<IndexChanges>());
  return true;
}

const IndexChanges* LiveIndex::writing() const {
  const std::lock_guard lock(mutex_);
  return writing_.get();
}

ledger::Status LiveIndex::write_out() {
  const auto* changes = writing();
  if (changes == nullptr) return ledger::done();
  if (auto written = store_->write(*changes); !written) return written;
  {
    const std::lock_guard lock(mutex_);
    writing_.reset();
  }
  written_.notify_all();
  return ledger::done();
}

void LiveIndex::wait_for_room() {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [&] { return abandoned_ || !writing_ || active_->bytes < 4 * rotate_bytes_; });
}

void LiveIndex::abandon() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
  }
  written_.notify_all();
}

}  // namespace shiji::engine
