// The table of the rules: for each event type, what decides it and what takes it into the state.
//
// One line a type, one file an area. A type without a line here is refused as unknown, so a new table in the schemas
// needs its rule before anyone can write it.
#pragma once

#include "shiji/ledger/rules/decider.h"

#include <span>
#include <vector>

namespace shiji::ledger {

using Added = std::vector<AddedEvent>;

/// What a rule may look at.
struct RuleContext {
  const DecisionState& state;
  const DecodedEvent& command;
  Time now;
  std::string_view origin;       ///< the decider's; empty while the ledger is being created
  std::string_view stream_name;  ///< what follows "family/" in the stream; empty in stream "ledger"
};

struct Rule {
  EventType type;
  Result<Added> (*decide)(const RuleContext& context);
  void (*fold)(DecisionState& state, const DecodedEvent& event, std::string_view stream_name);
  Status (*check_alone)(const DecodedEvent& command) = nullptr;  ///< what needs no state and takes long
};

/// A rule whose command adds nothing: `check` says no or nothing.
template <typename P, Status (*check)(const RuleContext&, const P&),
          void (*apply)(DecisionState&, const DecodedEvent&, std::string_view, const P&)>
constexpr Rule rule() {
  return {P::type,
          [](const RuleContext& context) -> Result<Added> {
            auto checked = check(context, payload_of<P>(context.command));
            if (!checked) return checked.failure();
            return Added{};
          },
          [](DecisionState& state, const DecodedEvent& event, std::string_view stream_name) {
            apply(state, event, stream_name, payload_of<P>(event));
          }};
}

/// For what no decision rests on; the event itself is what others read.
template <typename P>
void fold_nothing(DecisionState&, const DecodedEvent&, std::string_view, const P&) {}

[[nodiscard]] std::span<const Rule> ledger_rules();
[[nodiscard]] std::span<const Rule> ledger_key_rules();
[[nodiscard]] std::span<const Rule> document_part_rules();
[[nodiscard]] std::span<const Rule> adoption_rules();
[[nodiscard]] std::span<const Rule> actor_rules();
[[nodiscard]] std::span<const Rule> person_rules();
[[nodiscard]] std::span<const Rule> employment_rules();
[[nodiscard]] std::span<const Rule> session_rules();
[[nodiscard]] std::span<const Rule> sign_in_rules();
[[nodiscard]] std::span<const Rule> activity_rules();
[[nodiscard]] std::span<const Rule> material_rules();
[[nodiscard]] std::span<const Rule> reporting_rules();
[[nodiscard]] std::span<const Rule> resource_rules();
[[nodiscard]] std::span<const Rule> expert_rules();
[[nodiscard]] std::span<const Rule> review_rules();
[[nodiscard]] std::span<const Rule> vote_rules();
[[nodiscard]] std::span<const Rule> highlight_rules();
[[nodiscard]] std::span<const Rule> mentoring_rules();
[[nodiscard]] std::span<const Rule> outreach_rules();
[[nodiscard]] std::span<const Rule> support_rules();
[[nodiscard]] std::span<const Rule> achievement_rules();
[[nodiscard]] std::span<const Rule> telemetry_rules();

}  // namespace shiji::ledger
