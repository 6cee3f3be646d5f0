// IndexChanges: what changed in the derived index since it was last written, and the way back out of a submission.
//
// Guarantees: `undo` leaves everything as the last `keep` left it. Ownership: owns what it holds; pointers it gives are
// good until the entry is undone. Errors: none. Threads: one at a time; may be read while nobody changes it.
// Cost: not ordered: look-ups are many, prefix scans are few.
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

/// Where a stream stands, and the sequences of its versions from `first` to the one before the head's.
struct StreamChanges {
  StreamHead head;
  ledger::Version first;
  SequenceList sequences;
  std::optional<std::string_view> unit;  ///< of what it is about; told by its first event
};

class IndexChanges {
 public:
  TextMap<StreamChanges> streams;
  TextMap<SubmissionEntry> submissions;
  TextMap<std::string_view> decisions;
  TextMap<ledger::MemberTable> groups;
  IndexCursor cursor;
  std::size_t bytes = 0;  ///< rough memory

  // Null when it has not changed.
  [[nodiscard]] const StreamChanges* stream(const HashedText& name) const { return found(streams, name); }
  [[nodiscard]] const SubmissionEntry* submission(const HashedText& id) const { return found(submissions, id); }
  [[nodiscard]] const std::string_view* decision(const HashedText& key) const { return found(decisions, key); }
  [[nodiscard]] const ledger::MemberTable* group(const HashedText& name) const { return found(groups, name); }

  /// Takes in a stream as an earlier layer has it, before an event of it is added here.
  void adopt(const HashedText& stream, const StreamHead& head, std::optional<std::string_view> unit);
  /// The stream was adopted, has events here or gets its first one.
  void add_event(const HashedText& stream, const StreamHead& head);
  /// The stream's first event was added since the last `keep`.
  void put_unit(const HashedText& stream, std::string_view unit);
  void add_submission(const HashedText& id, const SubmissionEntry& entry);
  void put(const HashedText& key, std::string_view value);
  /// Takes in a group as an earlier layer has it; that is no change.
  void adopt(const HashedText& group, ledger::MemberTable table);
  /// The group was adopted or put to before, or is new.
  void put_member(const HashedText& group, std::string_view member, std::string_view value);

  /// What was changed since the last `keep` stays.
  void keep();
  /// What was changed since the last `keep` is as it was.
  void undo();
  [[nodiscard]] bool has_undo() const;

 private:
  template <typename Value>
  const Value* found(const TextMap<Value>& map, const HashedText& key) const {
    const auto* entry = added_.may_have(key) ? map.find(key) : nullptr;
    return entry == nullptr ? nullptr : &entry->value;
  }
  template <typename Value>
  Value* found(TextMap<Value>& map, const HashedText& key) {
    return const_cast<Value*>(std::as_const(*this).found(std::as_const(map), key));
  }
  template <typename Value>
  Value& added(TextMap<Value>& map, const HashedText& key, Value value) {
    added_.add(key);
    return map.add(key, std::move(value)).value;
  }
  struct StreamBefore {
    StreamChanges* stream;
    std::optional<StreamHead> head;  ///< empty: the stream was not here
    SequenceList::Mark sequences;
  };
  struct DecisionBefore {
    std::string_view* decision;
    std::optional<std::string_view> value;  ///< empty: it was added
  };
  struct MemberBefore {
    ledger::MemberTable* group;
    std::size_t member_at;  // in `members_`
    std::optional<ledger::MemberValue> value;
  };

  TextFilter added_;  // to any of the maps
  TextArena values_;  // those of before included: a layer is small

  // Entries of the maps stay in place.
  std::vector<StreamBefore> streams_before_;
  std::vector<DecisionBefore> decisions_before_;
  std::vector<MemberBefore> members_before_;
  std::string members_;  // the names of those, end to end
  std::size_t submissions_added_ = 0;
};

}  // namespace shiji::engine
