// IndexChanges: what changed in the derived index since it was last written, and the way back out of a submission.
//
// What: a layer of the index. Beside what changed it may hold what was read from an earlier layer or the store, so that
// it is found at the first look. Guarantees: `undo` leaves everything as the last `keep` left it. Ownership: owns what
// it holds; pointers it gives are good as long as it is. Errors: none. Threads: one at a time; may be read while nobody
// changes it. Cost: not ordered: look-ups are many, prefix scans are few.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/rules/member_table.h"
#include "store/sequence_list.h"
#include "store/text_map.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shiji::engine {

struct StreamHead {
  ledger::Version version;
  ledger::Sequence sequence;
  ledger::Hash leaf_hash;
};

/// A stream as it lies under its name: where it stands, and the unit of what it is about where its first event told
/// one.
struct StreamEntry {
  StreamHead head;
  std::optional<std::string> unit;
};

struct SubmissionEntry {
  ledger::Hash digest;
  ledger::Sequence first;
  std::uint64_t events = 0;  ///< submitted and added by rules
};

struct IndexCursor {
  ledger::TreeSize tree_size;
  ledger::Hash leaf_hash;
  std::uint64_t streams = 0;
};

/// What an entry of a layer is. Nothing: it was added by a submission that was refused.
enum class EntryKind : std::uint8_t { nothing, as_read, changed };

/// Where a stream stands, and the sequences of its versions from `first` to the one before the head's.
struct StreamChanges {
  EntryKind kind = EntryKind::nothing;
  StreamHead head;
  ledger::Version first;
  SequenceList sequences;
  std::optional<std::string_view> unit;  ///< of what it is about; told by its first event
};

struct SubmissionChange {
  EntryKind kind = EntryKind::nothing;
  SubmissionEntry entry;
};

struct DecisionChange {
  EntryKind kind = EntryKind::nothing;
  std::string_view value;
};

struct GroupChange {
  EntryKind kind = EntryKind::nothing;
  ledger::MemberTable table;
};

class IndexChanges {
 public:
  TextArena texts;  ///< of names and values, those of before included: a layer is small
  TextMap<StreamChanges> streams{texts};
  TextMap<SubmissionChange> submissions{texts};
  TextMap<DecisionChange> decisions{texts};
  TextMap<GroupChange> groups{texts};
  IndexCursor cursor;
  std::size_t bytes = 0;  ///< rough memory

  // Null when it is not here.
  [[nodiscard]] const StreamChanges* stream(const HashedText& name) const { return held(streams, name); }
  [[nodiscard]] const SubmissionChange* submission(const HashedText& id) const { return held(submissions, id); }
  [[nodiscard]] const DecisionChange* decision(const HashedText& key) const { return held(decisions, key); }
  [[nodiscard]] const GroupChange* group(const HashedText& name) const { return held(groups, name); }

  // Taking in what an earlier layer or the store has and this one has not; that is no change.
  void adopt(const HashedText& stream, const StreamHead& head, std::optional<std::string_view> unit);
  const DecisionChange& adopt(const HashedText& key, std::string_view decision);
  const GroupChange& adopt(const HashedText& group, ledger::MemberTable table);

  /// The stream was adopted, has events here or gets its first one.
  void add_event(const HashedText& stream, const StreamHead& head);
  /// The stream's first event was added since the last `keep`.
  void put_unit(const HashedText& stream, std::string_view unit);
  void add_submission(const HashedText& id, const SubmissionEntry& entry);
  void put(const HashedText& key, std::string_view value);
  /// The group was adopted or put to before, or is new.
  void put_member(const HashedText& group, std::string_view member, std::string_view value);

  /// What was changed since the last `keep` stays.
  void keep();
  /// What was changed since the last `keep` is as it was.
  void undo();
  [[nodiscard]] bool has_undo() const;

 private:
  template <typename Value>
  static const Value* held(const TextMap<Value>& map, const HashedText& key) {
    const auto* entry = map.find(key);
    return entry == nullptr || entry->value.kind == EntryKind::nothing ? nullptr : &entry->value;
  }
  /// The entry under a key, made when there is none.
  template <typename Value>
  Value& entry_of(TextMap<Value>& map, const HashedText& key);

  template <typename Value>
  struct Before {
    Value* entry;
    Value value;
  };
  struct StreamBefore {
    StreamChanges* stream;
    EntryKind kind;
    StreamHead head;
    SequenceList::Mark sequences;
  };
  struct MemberBefore {
    ledger::MemberTable* group;
    std::size_t member_at;  // in `members_`
    std::optional<ledger::MemberValue> value;
  };

  std::vector<StreamBefore> streams_before_;
  std::vector<Before<DecisionChange>> decisions_before_;
  std::vector<MemberBefore> members_before_;
  std::string members_;  // the names of those, end to end
  std::vector<SubmissionChange*> submissions_added_;
};

}  // namespace shiji::engine
