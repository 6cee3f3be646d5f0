// Projection: a name, a version and a pure fold from events to one state per key.
//
// What: `keys` names what an event touches, `apply` takes the event into the state of one key and sees nothing else but
// the rule sets adopted so far. `describe` makes of a state what people read.
// Guarantees: pure; the same events give the same states, byte for byte. A change of a fold or of a state's encoding
// raises `version`, and states of another version are thrown away.
// Ownership: projections hold no state. Threads: any thread.
#pragma once

#include "fold/binary.h"
#include "fold/key_list.h"
#include "shiji/ledger/contract.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/rules/rule_book.h"
#include "shiji/projections/read_models.h"
#include "shiji/projections/record.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace shiji::projections {

/// The state of one key. `encode` is canonical: equal states, equal bytes.
class KeyState {
 public:
  virtual ~KeyState() = default;
  virtual void encode(BinaryWriter& out) const = 0;
  /// False when the bytes are not a state.
  [[nodiscard]] virtual bool decode(BinaryReader& in) = 0;
  /// An empty state is not kept: its key does not exist.
  [[nodiscard]] virtual bool empty() const = 0;
  /// Roughly what it takes in memory; must be cheap, it is asked after every event.
  [[nodiscard]] virtual std::size_t bytes() const = 0;
  /// What was folded ahead (Projection::folds_ahead), as bytes that `settle` takes; none of it is left.
  [[nodiscard]] virtual std::string take_ahead() { return {}; }
  /// Takes what was folded ahead of this key, in its order. False when the bytes are not that.
  [[nodiscard]] virtual bool settle(std::string_view ahead) { return ahead.empty(); }
  /// After the last of it: works out what rests on all of it. Before that, the state is asked nothing.
  virtual void settled() {}
};

class Projection {
 public:
  virtual ~Projection() = default;
  [[nodiscard]] virtual const ReadModelInfo& info() const = 0;
  [[nodiscard]] virtual std::unique_ptr<KeyState> blank() const = 0;
  /// What it folds: only of these types it is asked for keys. Empty: of every type.
  [[nodiscard]] virtual std::span<const ledger::EventType> folded_types() const { return {}; }
  virtual void keys(const ledger::DecodedEvent& event, KeyList& out) const = 0;
  virtual void apply(KeyState& state, const Key& key, const ledger::DecodedEvent& event,
                     const ledger::RuleBook& rules) const = 0;
  /// Whether `apply` only adds to what is ahead, and so needs nothing of the state before: for states that grow with
  /// every event, which would else be read and written whole each time.
  [[nodiscard]] virtual bool folds_ahead() const { return false; }
  [[nodiscard]] virtual Record describe(std::string_view key, const KeyState& state,
                                        const ledger::RuleBook& rules) const = 0;
};

/// The projection whose states are `State`, so that models are written without casts.
template <typename State>
class ProjectionOf : public Projection {
 public:
  [[nodiscard]] std::unique_ptr<KeyState> blank() const final { return std::make_unique<State>(); }
  void apply(KeyState& state, const Key& key, const ledger::DecodedEvent& event,
             const ledger::RuleBook& rules) const final {
    fold(static_cast<State&>(state), key, event, rules);
  }
  [[nodiscard]] Record describe(std::string_view key, const KeyState& state,
                                const ledger::RuleBook& rules) const final {
    return show(key, static_cast<const State&>(state), rules);
  }

 protected:
  virtual void fold(State& state, const Key& key, const ledger::DecodedEvent& event,
                    const ledger::RuleBook& rules) const = 0;
  [[nodiscard]] virtual Record show(std::string_view key, const State& state, const ledger::RuleBook& rules) const = 0;
};

/// A count as a leaf of a record.
[[nodiscard]] inline Record amount(std::uint64_t count) { return {static_cast<std::int64_t>(count)}; }

/// The projection of that name, or nullptr. Lives for ever.
[[nodiscard]] const Projection* projection_named(std::string_view name);

}  // namespace shiji::projections
