// What the decision state remembers of experts, rubrics and reviews.
#pragma once

#include "rules/rule_table.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/rules/decision_state.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shiji::ledger {

struct ExpertRecord {
  bool suspended = false;
  std::string actor;  ///< who signs this expert's opinions
};
[[nodiscard]] std::optional<ExpertRecord> find_expert(const DecisionState& state, const Subject& expert);
void put_expert(DecisionState& state, const Subject& expert, const ExpertRecord& record);
/// Refuses expert_unknown and expert_suspended at `place`.
[[nodiscard]] Status check_expert_serves(const RuleContext& context, const Subject& expert, std::string_view place);

/// Full scores by criterion; nothing when no rubric of this digest was adopted.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> find_rubric(const DecisionState& state, const Hash& digest);
void put_rubric(DecisionState& state, const Hash& digest, const std::vector<std::uint32_t>& full_centi);

struct ReviewRecord {
  review::ObjectKind object_kind{};
  Hash object;
  std::optional<Subject> author;
  Hash rubric;
};
[[nodiscard]] std::optional<ReviewRecord> find_review(const DecisionState& state, std::string_view id);
void put_review(DecisionState& state, std::string_view id, const ReviewRecord& record);

/// The experts a review is assigned to, each with a total once there is one: a group of the review's.
using Total = std::optional<std::uint32_t>;
[[nodiscard]] std::optional<Total> find_opinion(const DecisionState& state, std::string_view id, const Subject& expert);
void put_opinion(DecisionState& state, std::string_view id, const Subject& expert, Total total_centi);
void each_opinion(const DecisionState& state, std::string_view id,
                  const std::function<void(const Subject& expert, Total total_centi)>& visit);

}  // namespace shiji::ledger
