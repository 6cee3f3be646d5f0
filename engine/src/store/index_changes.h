// IndexChanges: what changed in the derived index since it was last written, and the way back out of a submission.
//
// Guarantees: `undo` leaves everything as the last `keep` left it. Ownership: owns what it holds; pointers it gives are
// good until the entry is undone. Errors: none. Threads: one at a time; may be read while nobody changes it.
// Cost: not ordered: look-ups are many, prefix scans are few.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/rules/member_table.h"
#include "store/text_map.h"

#include <optional>
#include <utility>
#include <vector>

namespace shiji::engine {

struct StreamHead {
  ledger::Version version;
  ledger::Sequence sequence;
  ledger::Hash leaf_hash;
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

/// Where a stream stands, and the sequences of its versions from `first` on.
struct StreamChanges {
  StreamHead head;
  ledger::Version first;
  std::vector<ledger::Sequence> sequences;
};

class IndexChanges {
 public:
  TextMap<StreamChanges> streams;
  TextMap<SubmissionEntry> submissions;
  TextMap<std::string> decisions;
  TextMap<ledger::MemberTable> groups;
  IndexCursor cursor;
  std::size_t bytes = 0;  ///< rough memory

  // Null when it has not changed.
  [[nodiscard]] const StreamChanges* stream(const HashedText& name) const { return found(streams, name); }
  [[nodiscard]] const SubmissionEntry* submission(const HashedText& id) const { return found(submissions, id); }
  [[nodiscard]] const std::string* decision(const HashedText& key) const { return found(decisions, key); }
  [[nodiscard]] const ledger::MemberTable* group(const HashedText& name) const { return found(groups, name); }

  void add_event(const HashedText& stream, const StreamHead& head);
  void add_submission(const std::string& id, const SubmissionEntry& entry);
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
    if (!added_.may_have(key)) return nullptr;
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &at->second;
  }
  template <typename Value>
  using Node = typename TextMap<Value>::value_type;
  struct MemberBefore {
    Node<ledger::MemberTable>* group;
    std::size_t member_at;  // in `members_`
    std::optional<ledger::MemberValue> value;
  };

  TextFilter added_;  // to any of the maps

  // Nodes of the maps stay in place.
  std::vector<std::pair<Node<StreamChanges>*, StreamHead>> streams_before_;
  std::vector<std::pair<Node<std::string>*, std::optional<std::string>>> decisions_before_;
  std::vector<MemberBefore> members_before_;
  std::string members_;  // the names of those, end to end
  std::vector<std::string> submissions_added_;
};

}  // namespace shiji::engine
