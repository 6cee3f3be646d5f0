// What the decision state remembers of teaching-research activities.
#pragma once

#include "rules/rule_table.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/rules/decision_state.h"

#include <optional>
#include <string>

namespace shiji::ledger {

struct ActivityRecord {
  bool closed = false;
  Level level{};
  Time opens_at, closes_at;
  std::string title;
};
[[nodiscard]] std::optional<ActivityRecord> find_activity(const DecisionState& state, std::string_view id);
void put_activity(DecisionState& state, std::string_view id, const ActivityRecord& record);

/// The activity of the command's stream, if it can be taken part in when the command happened.
[[nodiscard]] Result<ActivityRecord> open_activity(const RuleContext& context);

/// Who takes part: a group of the activity's.
[[nodiscard]] bool takes_part(const DecisionState& state, std::string_view id, const Subject& teacher);
void put_participant(DecisionState& state, std::string_view id, const Subject& teacher);

enum class MaterialStage : std::uint8_t { submitted = 1, replaced = 2, withdrawn = 3, accepted = 4 };

struct MaterialRecord {
  MaterialStage stage{};
  Subject teacher;
};
/// What was handed in: a group of the activity's.
[[nodiscard]] std::optional<MaterialRecord> find_material(const DecisionState& state, std::string_view id,
                                                          const Hash& material);
void put_material(DecisionState& state, std::string_view id, const Hash& material, const MaterialRecord& record);

}  // namespace shiji::ledger
