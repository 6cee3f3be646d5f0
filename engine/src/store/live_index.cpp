#include "store/live_index.h"

#include "shiji/ledger/contract.h"

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
    : store_(std::move(store)),
      rotate_bytes_(rotate_bytes_of(cache_bytes)),
      decisions_read_(rotate_bytes_ / 4),
      groups_read_(rotate_bytes_ / 4) {
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
  for (const auto* layer : layers()) {
    const auto* changes = layer == nullptr ? nullptr : layer->stream(hashed);
    if (changes != nullptr) return changes->head;
  }
  if (!store_) return std::nullopt;
  auto head = store_->head(stream);
  if (head) return *head;
  note_failure(head.failure());
  return std::nullopt;
}

std::optional<SubmissionEntry> LiveIndex::submission(std::string_view id) const {
  const HashedText hashed(id);
  const std::lock_guard lock(mutex_);
  for (const auto* layer : layers()) {
    const auto* entry = layer == nullptr ? nullptr : layer->submission(hashed);
    if (entry != nullptr) return *entry;
  }
  if (!store_) return std::nullopt;
  auto entry = store_->submission(id);
  if (entry) return *entry;
  note_failure(entry.failure());
  return std::nullopt;
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
  for (const auto* layer : {writing_.get(), active_.get()}) {
    const auto* changes = layer == nullptr ? nullptr : layer->stream(hashed);
    if (changes == nullptr) continue;
    for (std::size_t i = 0; i < changes->sequences.size(); ++i) {
      if (changes->first.value + i < next.value) continue;
      sequences.push_back(changes->sequences[i]);
      ++next.value;
    }
  }
  return sequences;
}

std::optional<std::string> LiveIndex::get(std::string_view key) const {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  for (const auto* layer : layers()) {
    const auto* value = layer == nullptr ? nullptr : layer->decision(hashed);
    if (value != nullptr) return *value;
  }
  if (!store_) return std::nullopt;
  if (const auto* known = decisions_read_.find(hashed)) return *known;
  return read(hashed);
}

std::optional<std::string> LiveIndex::read(const HashedText& key) const {
  auto value = store_->decision(key.text);
  if (!value) {
    note_failure(value.failure());
    return std::nullopt;
  }
  if (*value) read_neighbours(key);  // of one that is not there they are not wanted
  const std::size_t bytes = *value ? (*value)->size() : 0;
  return decisions_read_.remember(key.text, std::move(*value), bytes);
}

void LiveIndex::read_neighbours(const HashedText& key) const {
  const auto in_memory = [&](std::string_view found) {
    const HashedText hashed(found);
    return std::ranges::any_of(
        layers(), [&](const auto* layer) { return layer != nullptr && layer->decision(hashed) != nullptr; });
  };
  const auto read =
      store_->decisions_from(key.text, read_ahead_keys, [&](std::string_view found, std::string_view stored) {
        // What is newer than the store must not be remembered from it.
        if (!in_memory(found)) (void)decisions_read_.remember(found, std::string(stored), stored.size());
        return true;
      });
  if (!read) note_failure(read.failure());
}

const MemberTable* LiveIndex::find_group(const HashedText& group) const {
  for (const auto* layer : layers()) {
    const auto* table = layer == nullptr ? nullptr : layer->group(group);
    if (table != nullptr) return table;
  }
  return store_ ? read_group(group) : nullptr;
}

const MemberTable* LiveIndex::read_group(const HashedText& group) const {
  const auto* known = groups_read_.find(group);
  if (known == nullptr) {
    auto read = store_->group(group.text);
    if (!read) {
      note_failure(read.failure());
      return nullptr;
    }
    const std::size_t bytes = *read ? (*read)->bytes().size() : 0;
    known = &groups_read_.remember(group.text, std::move(*read), bytes);
  }
  return known->has_value() ? &known->value() : nullptr;
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
  if (head.version.value == 0) ++streams_;
  active_->add_event(hashed, head);
}

void LiveIndex::add_submission(const std::string& id, const SubmissionEntry& entry) {
  const std::lock_guard lock(mutex_);
  active_->add_submission(id, entry);
}

void LiveIndex::put(std::string_view key, std::string_view value) {
  const HashedText hashed(key);
  const std::lock_guard lock(mutex_);
  active_->put(hashed, value);
  decisions_read_.forget(hashed);
}

void LiveIndex::put_member(std::string_view group, std::string_view member, std::string_view value) {
  const HashedText hashed(group);
  const std::lock_guard lock(mutex_);
  if (active_->group(hashed) == nullptr) {
    if (const auto* table = find_group(hashed)) active_->adopt(hashed, *table);
    groups_read_.forget(hashed);
  }
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
