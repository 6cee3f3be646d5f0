#include "store/live_index.h"

#include "shiji/ledger/contract.h"
#include "store/index_codec.h"

#include <algorithm>

namespace shiji::engine {

using ledger::MemberTable;
using ledger::Sequence;
using ledger::Version;

namespace {
// Neighbours of a key that is not in memory come with it: what is asked for together often lies side by side.
constexpr std::size_t read_ahead_keys = 32;
constexpr std::size_t rotate_bytes_min = std::size_t{1} << 20;

std::size_t rotate_bytes_of(std::size_t cache_bytes) { return std::max(cache_bytes / 4, rotate_bytes_min); }
}  // namespace

LiveIndex::LiveIndex(std::unique_ptr<IndexStore> store, std::size_t cache_bytes)
    : store_(std::move(store)), rotate_bytes_(rotate_bytes_of(cache_bytes)), known_(store_.get()) {
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

std::optional<StreamEntry> LiveIndex::find_stream(const HashedText& stream) const {
  if (!known_.may_have(IndexFamily::streams, stream)) return std::nullopt;
  for (const auto* layer : layers()) {
    const auto* changes = layer == nullptr ? nullptr : layer->stream(stream);
    if (changes != nullptr) return StreamEntry{changes->head, std::optional<std::string>(changes->unit)};
  }
  if (!store_) return std::nullopt;
  auto entry = store_->stream(stream.text);
  if (!entry) return note_failure(entry.failure()), std::nullopt;
  if (!*entry) known_.missed();
  return std::move(*entry);
}

std::optional<StreamHead> LiveIndex::head(std::string_view stream) const {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  const auto found = find_stream(hashed);
  return found ? std::optional(found->head) : std::nullopt;
}

std::optional<std::string> LiveIndex::stream_unit(std::string_view stream) const {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  auto found = find_stream(hashed);
  return found ? std::move(found->unit) : std::nullopt;
}

std::optional<StreamHead> LiveIndex::take_stream(std::string_view stream) {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  if (const auto* changes = active_->stream(hashed)) return changes->head;
  const auto found = find_stream(hashed);
  if (!found) return std::nullopt;
  active_->adopt(hashed, found->head, found->unit);
  return found->head;
}

std::optional<SubmissionEntry> LiveIndex::submission(std::string_view id) const {
  const HashedText hashed(id);
  const std::lock_guard lock(mutex_);
  if (!known_.may_have(IndexFamily::submissions, hashed)) return std::nullopt;
  for (const auto* layer : layers()) {
    const auto* change = layer == nullptr ? nullptr : layer->submission(hashed);
    if (change != nullptr) return change->entry;
  }
  if (!store_) return std::nullopt;
  auto entry = store_->submission(id);
  if (!entry) return note_failure(entry.failure()), std::nullopt;
  if (!*entry) known_.missed();
  return *entry;
}

std::vector<Sequence> LiveIndex::postings(std::string_view stream, Version from) const {
  const HashedText hashed(stream);
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
  const auto take = [&](std::uint64_t version, Sequence sequence) {
    if (version < next.value) return;
    sequences.push_back(sequence);
    ++next.value;
  };
  for (const auto* layer : {writing_.get(), active_.get()}) {
    const auto* changes = layer == nullptr ? nullptr : layer->stream(hashed);
    if (changes == nullptr) continue;
    auto version = changes->first.value;
    const auto before_head = decode_sequences(changes->sequences.bytes());
    SHIJI_ASSERT(before_head, "a list of sequences can be read");
    for (const auto sequence : *before_head) take(version++, sequence);
    take(version, changes->head.sequence);
  }
  return sequences;
}

std::optional<std::string> LiveIndex::get(std::string_view key) const {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  const auto* found = find_decision(hashed);
  return found == nullptr ? std::nullopt : std::optional<std::string>(found->value);
}

bool LiveIndex::has(std::string_view key) const {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  return find_decision(hashed) != nullptr;
}

const DecisionChange* LiveIndex::find_decision(const HashedText& key) const {
  if (const auto* change = active_->decision(key)) return change;
  if (!known_.may_have(IndexFamily::decisions, key)) return nullptr;
  for (const auto* layer : older_layers()) {
    const auto* change = layer == nullptr ? nullptr : layer->decision(key);
    if (change != nullptr) return &active_->adopt(key, change->value);
  }
  return store_ ? read_decision(key) : nullptr;
}

const DecisionChange* LiveIndex::read_decision(const HashedText& key) const {
  const auto value = store_->decision(key.text);
  if (!value) return note_failure(value.failure()), nullptr;
  if (!*value) return known_.missed(), nullptr;
  const auto& adopted = active_->adopt(key, **value);
  adopt_neighbours(key);
  return &adopted;
}

void LiveIndex::adopt_neighbours(const HashedText& key) const {
  const auto in_memory = [&](const HashedText& found) {
    return std::ranges::any_of(
        layers(), [&](const auto* layer) { return layer != nullptr && layer->decision(found) != nullptr; });
  };
  const auto read =
      store_->decisions_from(key.text, read_ahead_keys, [&](std::string_view found, std::string_view stored) {
        const HashedText hashed(found);
        // What is newer than the store must not be taken from it.
        if (!in_memory(hashed)) (void)active_->adopt(hashed, stored);
        return true;
      });
  if (!read) note_failure(read.failure());
}

const MemberTable* LiveIndex::find_group(const HashedText& group) const {
  if (const auto* change = active_->group(group)) return &change->table;
  if (!known_.may_have(IndexFamily::groups, group)) return nullptr;
  for (const auto* layer : older_layers()) {
    const auto* change = layer == nullptr ? nullptr : layer->group(group);
    if (change != nullptr) return &active_->adopt(group, change->table).table;
  }
  if (!store_) return nullptr;
  auto read = store_->group(group.text);
  if (!read) return note_failure(read.failure()), nullptr;
  if (!*read) return known_.missed(), nullptr;
  return &active_->adopt(group, std::move(**read)).table;
}

std::optional<ledger::MemberValue> LiveIndex::get_member(std::string_view group, std::string_view member) const {
  const std::lock_guard lock(mutex_);
  const auto* table = find_group(HashedText(group));
  const auto value = table == nullptr ? std::nullopt : table->find(member);
  return value ? std::optional<ledger::MemberValue>(*value) : std::nullopt;
}

void LiveIndex::each_member(std::string_view group, const Visitor& visit) const {
  MemberTable copy;
  {
    const std::lock_guard lock(mutex_);
    if (const auto* table = find_group(HashedText(group))) copy = *table;
  }
  copy.each(visit);
}

void LiveIndex::scan(std::string_view prefix, const Visitor& visit) const {
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
      layer->decisions.each([&](const auto& entry) {
        if (entry.value.kind == EntryKind::changed && entry.text.starts_with(prefix))
          take(entry.text, entry.value.value);
      });
    }
  }
  for (const auto& [key, value] : merged) {
    if (!visit(key, value)) return;
  }
}

void LiveIndex::begin() {
  submission_ = std::unique_lock(mutex_);
  SHIJI_ASSERT(!active_->has_undo(), "one submission at a time");
  streams_before_ = streams_;
}

void LiveIndex::keep() {
  const std::lock_guard lock(mutex_);
  active_->keep();
  if (submission_.owns_lock()) submission_.unlock();
}

void LiveIndex::undo() {
  const std::lock_guard lock(mutex_);
  active_->undo();
  streams_ = streams_before_;
  if (submission_.owns_lock()) submission_.unlock();
}

void LiveIndex::add_event(std::string_view stream, const StreamHead& head) {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  if (head.version.value == 0) {
    ++streams_;
    known_.add(IndexFamily::streams, hashed);
  }
  active_->add_event(hashed, head);
}

void LiveIndex::put_stream_unit(std::string_view stream, std::string_view unit) {
  const HashedText hashed(stream);
  const std::lock_guard lock(mutex_);
  active_->put_unit(hashed, unit);
}

void LiveIndex::add_submission(const std::string& id, const SubmissionEntry& entry) {
  const HashedText hashed(id);
  const std::lock_guard lock(mutex_);
  known_.add(IndexFamily::submissions, hashed);
  active_->add_submission(hashed, entry);
}

void LiveIndex::put(std::string_view key, std::string_view value) {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  known_.add(IndexFamily::decisions, hashed);
  active_->put(hashed, value);
}

void LiveIndex::put_member(std::string_view group, std::string_view member, std::string_view value) {
  const HashedText hashed(group);
  const std::lock_guard lock(mutex_);
  if (find_group(hashed) == nullptr) known_.add(IndexFamily::groups, hashed);
  active_->put_member(hashed, member, value);
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
  std::unique_ptr<IndexChanges> dropped;  // outside the lock: a layer is many small things
  {
    const std::lock_guard lock(mutex_);
    dropped = std::exchange(written_, std::move(writing_));
  }
  room_.notify_all();
  return ledger::done();
}

void LiveIndex::wait_for_room() {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return abandoned_ || !writing_ || active_->bytes < 4 * rotate_bytes_; });
}

void LiveIndex::abandon() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
  }
  room_.notify_all();
}

}  // namespace shiji::engine
