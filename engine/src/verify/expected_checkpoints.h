// ExpectedCheckpoints: notes that were handed out, held against the tree when it has their size.
//
// What: a note must be signed by one of the keys that signed at its size (a ledger's key may be rotated), and its root
// must be the tree's. Guarantees: every note is answered once, as it is reached or at `finish`. Threads: one at a time.
#pragma once

#include "shiji/engine/store/verification.h"
#include "shiji/ledger/chain/checkpoint.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace shiji::engine {

using FaultReport = std::function<void(Fault fault)>;

class ExpectedCheckpoints {
 public:
  ExpectedCheckpoints(const ledger::VerifierKey& first_key, FaultReport report)
      : keys_{first_key}, report_(std::move(report)) {}

  /// `where` names the note in a fault; `who` holds it, empty for the ledger itself. The size it says it has; nullopt,
  /// and reported: it says nothing.
  std::optional<ledger::TreeSize> expect(std::string_view note, const std::string& where, const std::string& who);
  /// Those that sign from here on.
  void set_keys(std::vector<ledger::VerifierKey> keys);
  [[nodiscard]] bool wait_for(ledger::TreeSize size) const { return !notes_.empty() && notes_.begin()->first == size; }
  /// For a size behind `from` and before `to`.
  [[nodiscard]] bool wait_between(ledger::TreeSize from, ledger::TreeSize to) const {
    const auto next = notes_.upper_bound(from);
    return next != notes_.end() && next->first < to;
  }
  void reached(ledger::TreeSize size, const ledger::Hash& root);
  /// The tree ends at `size`.
  void finish(ledger::TreeSize size);
  [[nodiscard]] const std::vector<OutsideAnswer>& outside() const { return outside_; }

 private:
  struct Note {
    std::string text, where, who;
  };
  /// nullopt, and reported: none of the keys signed it.
  [[nodiscard]] std::optional<ledger::Checkpoint> opened(const Note& note);
  void refuse(const Note& note);

  std::vector<ledger::VerifierKey> keys_;
  FaultReport report_;
  std::multimap<ledger::TreeSize, Note> notes_;
  std::vector<OutsideAnswer> outside_;
};

}  // namespace shiji::engine
