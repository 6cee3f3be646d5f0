#include "store/index_changes.h"

namespace shiji::engine {

namespace {
constexpr std::size_t entry_overhead_bytes = 96;  // rough cost of one map node beside its strings
}

void IndexChanges::add_event(const HashedText& stream, const StreamHead& head) {
  auto at = streams.find(stream);
  if (at == streams.end()) {
    at = streams.emplace(stream.text, StreamChanges{{}, head.version, {}}).first;
    added_.add(stream);
    bytes += stream.text.size() + sizeof(StreamChanges) + entry_overhead_bytes;
  }
  auto& changes = at->second;
  streams_before_.emplace_back(&*at, changes.head);
  changes.head = head;
  changes.sequences.push_back(head.sequence);
  bytes += sizeof(ledger::Sequence);
}

void IndexChanges::add_submission(const std::string& id, const SubmissionEntry& entry) {
  submissions.insert_or_assign(id, entry);
  added_.add(HashedText(id));
  submissions_added_.push_back(id);
  bytes += id.size() + sizeof(SubmissionEntry) + entry_overhead_bytes;
}

void IndexChanges::put(const HashedText& key, std::string_view value) {
  if (const auto at = added_.may_have(key) ? decisions.find(key) : decisions.end(); at != decisions.end()) {
    decisions_before_.emplace_back(&*at, std::move(at->second));
    at->second = value;
    return;
  }
  const auto added = decisions.emplace(key.text, value).first;
  added_.add(key);
  decisions_before_.emplace_back(&*added, std::nullopt);
  bytes += key.text.size() + value.size() + entry_overhead_bytes;
}

void IndexChanges::adopt(const HashedText& group, ledger::MemberTable table) {
  bytes += group.text.size() + table.bytes().size() + entry_overhead_bytes;
  groups.emplace(group.text, std::move(table));
  added_.add(group);
}

void IndexChanges::put_member(const HashedText& group, std::string_view member, std::string_view value) {
  auto at = groups.find(group);
  if (at == groups.end()) {
    at = groups.emplace(group.text, ledger::MemberTable()).first;
    added_.add(group);
  }
  auto before = at->second.put(member, value);
  if (!before) bytes += member.size() + value.size();
  members_before_.push_back({&*at, members_.size(), before});
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
    const auto& [stream, before] = *at;
    stream->second.sequences.pop_back();
    stream->second.head = before;
    if (stream->second.sequences.empty()) streams.erase(streams.find(stream->first));
  }
  for (auto at = decisions_before_.rbegin(); at != decisions_before_.rend(); ++at) {
    auto& [decision, before] = *at;
    if (before) {
      decision->second = std::move(*before);
    } else {
      decisions.erase(decisions.find(decision->first));
    }
  }
  for (auto at = members_before_.rbegin(); at != members_before_.rend(); ++at) {
    const auto& before = *at;
    const auto member = std::string_view(members_).substr(before.member_at);
    if (before.value) {
      (void)before.group->second.put(member, *before.value);
    } else {
      before.group->second.erase(member);
    }
    members_.resize(before.member_at);
  }
  for (const auto& id : submissions_added_) submissions.erase(id);
  keep();
}

bool IndexChanges::has_undo() const {
  return !streams_before_.empty() || !decisions_before_.empty() || !members_before_.empty() ||
         !submissions_added_.empty();
}

}  // namespace shiji::engine
