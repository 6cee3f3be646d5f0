#include "store/index_changes.h"

#include "shiji/ledger/contract.h"

namespace shiji::engine {

namespace {
constexpr std::size_t entry_overhead_bytes = 48;  // slots, text and hash of one entry beside its value
}

template <typename Value>
Value& IndexChanges::entry_of(TextMap<Value>& map, const HashedText& key) {
  if (auto* entry = map.find(key)) return entry->value;
  bytes += key.text.size() + sizeof(Value) + entry_overhead_bytes;
  return map.add(key, Value()).value;
}

void IndexChanges::adopt(const HashedText& stream, const StreamHead& head, std::optional<std::string_view> unit) {
  if (unit) unit = texts.keep(*unit);
  auto& changes = entry_of(streams, stream);
  changes = {EntryKind::as_read, head, head.version, {}, unit};
}

const DecisionChange& IndexChanges::adopt(const HashedText& key, std::string_view decision) {
  bytes += decision.size();
  return entry_of(decisions, key) = {EntryKind::as_read, texts.keep(decision)};
}

const GroupChange& IndexChanges::adopt(const HashedText& group, ledger::MemberTable table) {
  bytes += table.bytes().size();
  return entry_of(groups, group) = {EntryKind::as_read, std::move(table)};
}

void IndexChanges::add_event(const HashedText& stream, const StreamHead& head) {
  auto& changes = entry_of(streams, stream);
  streams_before_.push_back({&changes, changes.kind, changes.head, changes.sequences.mark()});
  if (changes.kind == EntryKind::nothing) {
    SHIJI_ASSERT(head.version.value == 0, "a stream that has events is adopted");
    changes = {};
  } else {
    changes.sequences.add(changes.head.sequence);
  }
  changes.kind = EntryKind::changed;
  changes.head = head;
  bytes += 2;
}

void IndexChanges::put_unit(const HashedText& stream, std::string_view unit) {
  auto& changes = entry_of(streams, stream);
  SHIJI_ASSERT(changes.kind == EntryKind::changed && changes.head.version.value == 0,
               "the first event of a stream tells its unit");
  changes.unit = texts.keep(unit);
  bytes += unit.size();
}

void IndexChanges::add_submission(const HashedText& id, const SubmissionEntry& entry) {
  auto& change = entry_of(submissions, id);
  submissions_added_.push_back(&change);
  change = {EntryKind::changed, entry};
}

void IndexChanges::put(const HashedText& key, std::string_view value) {
  auto& change = entry_of(decisions, key);
  decisions_before_.push_back({&change, change});
  change = {EntryKind::changed, texts.keep(value)};
  bytes += value.size();
}

void IndexChanges::put_member(const HashedText& group, std::string_view member, std::string_view value) {
  auto& change = entry_of(groups, group);
  change.kind = EntryKind::changed;
  auto before = change.table.put(member, value);
  if (!before) bytes += member.size() + value.size();
  members_before_.push_back({&change.table, members_.size(), before});
  members_.append(member);
}

void IndexChanges::keep() {
  streams_before_.clear();
  decisions_before_.clear();
  members_before_.clear();
  members_.clear();
  submissions_added_.clear();
}

void IndexChanges::undo() {
  for (auto at = streams_before_.rbegin(); at != streams_before_.rend(); ++at) {
    at->stream->kind = at->kind;
    at->stream->head = at->head;
    at->stream->sequences.return_to(at->sequences);
  }
  for (auto at = decisions_before_.rbegin(); at != decisions_before_.rend(); ++at) *at->entry = at->value;
  for (auto at = members_before_.rbegin(); at != members_before_.rend(); ++at) {
    const auto member = std::string_view(members_).substr(at->member_at);
    if (at->value) {
      (void)at->group->put(member, *at->value);
    } else {
      at->group->erase(member);
    }
    members_.resize(at->member_at);
  }
  for (auto* submission : submissions_added_) submission->kind = EntryKind::nothing;
  keep();
}

bool IndexChanges::has_undo() const {
  return !streams_before_.empty() || !decisions_before_.empty() || !members_before_.empty() ||
         !submissions_added_.empty();
}

}  // namespace shiji::engine
