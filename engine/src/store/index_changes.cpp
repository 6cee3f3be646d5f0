#include "store/index_changes.h"

#include "shiji/ledger/contract.h"

namespace shiji::engine {

namespace {
constexpr std::size_t entry_overhead_bytes = 48;  // slots, text and hash of one entry beside its value
}

void IndexChanges::adopt(const HashedText& stream, const StreamHead& head, std::optional<std::string_view> unit) {
  if (unit) unit = values_.keep(*unit);
  streams_before_.push_back({&added(streams, stream, {head, head.version, {}, unit}), {}, {}});
  bytes += stream.text.size() + unit.value_or("").size() + sizeof(StreamChanges) + entry_overhead_bytes;
}

void IndexChanges::add_event(const HashedText& stream, const StreamHead& head) {
  auto* changes = found(streams, stream);
  if (changes == nullptr) {
    SHIJI_ASSERT(head.version.value == 0, "a stream that has events is adopted");
    changes = &added(streams, stream, {head, {}, {}, {}});
    bytes += stream.text.size() + sizeof(StreamChanges) + entry_overhead_bytes;
    streams_before_.push_back({changes, {}, {}});
    return;
  }
  streams_before_.push_back({changes, changes->head, changes->sequences.mark()});
  changes->sequences.add(changes->head.sequence);
  changes->head = head;
  bytes += 2;
}

void IndexChanges::put_unit(const HashedText& stream, std::string_view unit) {
  auto* changes = found(streams, stream);
  SHIJI_ASSERT(changes != nullptr && changes->head.version.value == 0, "the first event of a stream tells its unit");
  changes->unit = values_.keep(unit);
  bytes += unit.size();
}

void IndexChanges::add_submission(const HashedText& id, const SubmissionEntry& entry) {
  (void)added(submissions, id, entry);
  ++submissions_added_;
  bytes += id.text.size() + sizeof(SubmissionEntry) + entry_overhead_bytes;
}

void IndexChanges::put(const HashedText& key, std::string_view value) {
  bytes += value.size();
  if (auto* decision = found(decisions, key)) {
    decisions_before_.push_back({decision, *decision});
    *decision = values_.keep(value);
    return;
  }
  decisions_before_.push_back({&added(decisions, key, values_.keep(value)), std::nullopt});
  bytes += key.text.size() + sizeof(std::string_view) + entry_overhead_bytes;
}

void IndexChanges::adopt(const HashedText& group, ledger::MemberTable table) {
  bytes += group.text.size() + table.bytes().size() + sizeof(ledger::MemberTable) + entry_overhead_bytes;
  (void)added(groups, group, std::move(table));
}

void IndexChanges::put_member(const HashedText& group, std::string_view member, std::string_view value) {
  auto* table = found(groups, group);
  if (table == nullptr) table = &added(groups, group, ledger::MemberTable());
  auto before = table->put(member, value);
  if (!before) bytes += member.size() + value.size();
  members_before_.push_back({table, members_.size(), before});
  members_.append(member);
}

void IndexChanges::keep() {
  streams_before_.clear();
  decisions_before_.clear();
  members_before_.clear();
  members_.clear();
  submissions_added_ = 0;
}

void IndexChanges::undo() {
  for (auto at = streams_before_.rbegin(); at != streams_before_.rend(); ++at) {
    if (!at->head) {
      streams.remove_last();
      continue;
    }
    at->stream->head = *at->head;
    at->stream->sequences.return_to(at->sequences);
  }
  for (auto at = decisions_before_.rbegin(); at != decisions_before_.rend(); ++at) {
    if (at->value) {
      *at->decision = *at->value;
    } else {
      decisions.remove_last();
    }
  }
  for (auto at = members_before_.rbegin(); at != members_before_.rend(); ++at) {
    const auto member = std::string_view(members_).substr(at->member_at);
    if (at->value) {
      (void)at->group->put(member, *at->value);
    } else {
      at->group->erase(member);
    }
    members_.resize(at->member_at);
  }
  for (; submissions_added_ > 0; --submissions_added_) submissions.remove_last();
  keep();
}

bool IndexChanges::has_undo() const {
  return !streams_before_.empty() || !decisions_before_.empty() || !members_before_.empty() || submissions_added_ > 0;
}

}  // namespace shiji::engine
