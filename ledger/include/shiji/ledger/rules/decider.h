// decide and fold: the rules of the ledger.
//
// What: `decide` takes a command (a decoded event with zero Position) and says no, or yes with the events the rules add
// right behind it. `fold` takes a recorded event into the decision state. The order of work for one command is:
// decide, then fold the command once it has its position, then fold each added event.
// Guarantees: pure. The same state, command and `now` give the same answer for ever; `decide` never changes the state.
// Errors: a Refusal names its rule; an Error only when a document in the state cannot be read.
// Threads: one thread at a time (it caches parsed documents).
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/rules/decision_state.h"

#include <memory>
#include <vector>

namespace shiji::ledger {

/// What the rules ask the sequencer to write right behind a command. The sequencer adds Position and Causation.
struct AddedEvent {
  EventType type;
  std::string stream;
  Buffer payload;
  std::string working_unit;
  std::optional<Time> occurred_at;
  std::optional<Date> business_date;
  std::vector<Subject> subjects;
  std::optional<Hash> rule_set;
};

/// What a rule asks of a command alone, whatever came before: long work such as hashing a batch of telemetry. Part of
/// what makes a command acceptable; done before `decide`, in any order and on any thread.
[[nodiscard]] Status check_alone(const DecodedEvent& command);
/// Whether `check_alone` asks anything of events of this type.
[[nodiscard]] bool is_checked_alone(EventType type);

class Decider {
 public:
  /// `origin` names the ledger; proofs of possession are bound to it. Empty until event 0 was decided.
  explicit Decider(std::string origin);
  ~Decider();

  /// `now` is the recorded time the sequencer chose; `command` has passed check_command (codec.h) and check_alone,
  /// which need no order and are done before.
  [[nodiscard]] Result<std::vector<AddedEvent>> decide(const DecisionState& state, const DecodedEvent& command,
                                                       Time now);
  /// Takes a recorded event (with its position) into the state. Never refuses: it happened.
  void fold(DecisionState& state, const DecodedEvent& event);

 private:
  struct Cache;
  std::unique_ptr<Cache> cache_;
};

}  // namespace shiji::ledger
