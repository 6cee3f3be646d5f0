// The rule sets a ledger adopted, as folds look them up.
//
// What: takes the control events (document parts and adoptions) in order and answers which rule set holds for an item:
// the newest one of its kind adopted before the item's sequence whose effective range holds its business date.
// Other events are ignored, so every event may be handed in.
// Guarantees: an adoption changes no answer for an earlier sequence. Folding twice changes nothing.
// Errors: bad_document when an adopted rule set cannot be read: the ledger is damaged, `decide` let none in.
// Ownership: answers stay valid as long as they are held. Threads: one thread at a time; answers are immutable.
// Cost: a look-up walks the adoptions of one kind backwards; there are a handful.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/rules/rule_set.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shiji::ledger {

class RuleBook {
 public:
  [[nodiscard]] Status fold(const DecodedEvent& event);

  /// nullptr when none holds.
  [[nodiscard]] std::shared_ptr<const AttendanceRuleSet> attendance(Sequence before, Date on) const;
  [[nodiscard]] std::shared_ptr<const CreditRuleSet> credits(Sequence before, Date on) const;
  [[nodiscard]] std::shared_ptr<const PointRuleSet> points(Sequence before, Date on) const;
  [[nodiscard]] std::shared_ptr<const CycleRuleSet> cycle(Sequence before, Date on) const;

 private:
  template <typename T>
  struct Adoption {
    Sequence sequence;
    Date from;
    std::optional<Date> until;
    std::shared_ptr<const T> rules;
  };
  template <typename T>
  using Adoptions = std::vector<Adoption<T>>;

  [[nodiscard]] Status adopt(Sequence sequence, const control::RuleSetAdopted& adopted);
  template <typename T>
  static std::shared_ptr<const T> newest(const Adoptions<T>& adoptions, Sequence before, Date on);

  std::map<Hash, std::string> documents_;  ///< parts so far, joined
  Adoptions<AttendanceRuleSet> attendance_;
  Adoptions<CreditRuleSet> credits_;
  Adoptions<PointRuleSet> points_;
  Adoptions<CycleRuleSet> cycle_;
};

}  // namespace shiji::ledger
