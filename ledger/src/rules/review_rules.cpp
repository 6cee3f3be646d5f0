// Reviews: assigned, scored under the expert's own signature, concluded by the last opinion.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/review_records.h"
#include "shiji/ledger/events/codec.h"
#include "shiji/ledger/rules/trimmed_mean.h"

#include <array>
#include <numeric>
#include <set>

namespace shiji::ledger {
namespace {

constexpr std::size_t experts_max = 64;

Status check_panel(const RuleContext& context, const review::ReviewAssigned& assigned) {
  if (assigned.experts.empty() || assigned.experts.size() > experts_max) {
    return refuse(RefusalCode::out_of_range, "/payload/experts", "1 to " + std::to_string(experts_max),
                  std::to_string(assigned.experts.size()));
  }
  std::set<Subject> seen;
  for (std::size_t i = 0; i < assigned.experts.size(); ++i) {
    const Subject& expert = assigned.experts[i];
    const std::string place = "/payload/experts/" + std::to_string(i);
    if (auto serves = check_expert_serves(context, expert, place); !serves) return serves;
    if (!seen.insert(expert).second) {
      return refuse(RefusalCode::expert_listed_twice, place, "", to_hex(expert.span()));
    }
    if (assigned.author == expert) return refuse(RefusalCode::expert_is_author, place, "", to_hex(expert.span()));
  }
  return done();
}

Status check_assigned(const RuleContext& context, const review::ReviewAssigned& assigned) {
  if (find_review(context.state, context.stream_name)) {
    return refuse(RefusalCode::review_exists, "/stream", "", context.command.event.stream);
  }
  if (!find_rubric(context.state, assigned.rubric)) {
    return refuse(RefusalCode::rubric_unknown, "/payload/rubric", "", to_hex(assigned.rubric.span()));
  }
  if (assigned.author) {
    if (auto known = check_teacher_known(context, *assigned.author, "/payload/author"); !known) return known;
  }
  return check_panel(context, assigned);
}

void fold_assigned(DecisionState& state, const DecodedEvent&, std::string_view id,
                   const review::ReviewAssigned& assigned) {
  put_review(state, id, {assigned.object_kind, assigned.object, assigned.author, assigned.rubric});
  for (const auto& expert : assigned.experts) put_opinion(state, id, expert, std::nullopt);
}

/// The expert in person, still serving, asked and not heard yet.
Status check_expert(const RuleContext& context, const review::ReviewScored& scored) {
  const std::string id = to_hex(scored.expert.span());
  if (auto serves = check_expert_serves(context, scored.expert, "/payload/expert"); !serves) return serves;
  const auto opinion = find_opinion(context.state, context.stream_name, scored.expert);
  if (!opinion) return refuse(RefusalCode::not_assigned, "/payload/expert", "", id);
  if (opinion->has_value()) return refuse(RefusalCode::scored_already, "/payload/expert", "", id);
  const auto record = find_expert(context.state, scored.expert);
  const Event& event = context.command.event;
  if (event.actor != record->actor) {
    return refuse(RefusalCode::not_the_actor, "/actor", record->actor, event.actor.value_or(std::string_view()));
  }
  if (!event.signature) return refuse(RefusalCode::opinion_unsigned, "/signature", "", "");
  return done();
}

Status check_scores(std::span<const std::uint32_t> scores, const std::vector<std::uint32_t>& full_centi) {
  if (scores.size() != full_centi.size()) {
    return refuse(RefusalCode::score_outside_rubric, "/payload/scores_centi",
                  std::to_string(full_centi.size()) + " scores", std::to_string(scores.size()) + " scores");
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] <= full_centi[i]) continue;
    return refuse(RefusalCode::score_outside_rubric, "/payload/scores_centi/" + std::to_string(i),
                  "0 to " + std::to_string(full_centi[i]), std::to_string(scores[i]));
  }
  return done();
}

std::uint32_t total_of(std::span<const std::uint32_t> scores_centi) {
  return std::accumulate(scores_centi.begin(), scores_centi.end(), std::uint32_t{0});
}

/// The totals of everybody asked, this one's among them; nothing while one is still to be heard.
std::vector<review::Opinion> all_opinions(const RuleContext& context, const review::ReviewScored& scored) {
  std::vector<review::Opinion> out;
  bool complete = true;
  each_opinion(context.state, context.stream_name, [&](const Subject& expert, Total total) {
    if (expert == scored.expert) total = total_of(scored.scores_centi);
    complete = complete && total.has_value();
    out.push_back({expert, total.value_or(0), 0});
  });
  return complete ? out : std::vector<review::Opinion>();
}

AddedEvent conclusion(const RuleContext& context, const ReviewRecord& record, std::uint32_t full_centi,
                      std::vector<review::Opinion> opinions) {
  std::vector<std::uint32_t> totals;
  totals.reserve(opinions.size());
  for (const auto& opinion : opinions) totals.push_back(opinion.total_centi);
  const auto mean = trimmed_mean(totals);
  for (auto& opinion : opinions) {
    opinion.deviation_centi = static_cast<std::int32_t>(opinion.total_centi) - static_cast<std::int32_t>(mean.centi);
  }
  const review::ReviewConcluded payload{.object_kind = record.object_kind,
                                        .object = record.object,
                                        .author = record.author,
                                        .full_centi = full_centi,
                                        .trimmed_mean_centi = mean.centi,
                                        .counted = mean.counted,
                                        .opinions = opinions};
  const Event& event = context.command.event;
  return {.type = review::ReviewConcluded::type,
          .stream = std::string(event.stream),
          .payload = encode_payload(payload),
          .working_unit = std::string(event.working_unit.value_or("")),
          .occurred_at = std::nullopt,
          .business_date = event.business_date,
          .subjects = {},
          .rule_set = record.rubric};
}

Result<Added> decide_scored(const RuleContext& context) {
  const auto scored = payload_of<review::ReviewScored>(context.command);
  const auto record = find_review(context.state, context.stream_name);
  if (!record) return refuse(RefusalCode::review_unknown, "/stream", "", context.command.event.stream);
  if (auto may = check_expert(context, scored); !may) return may.failure();
  if (scored.rubric != record->rubric) {
    return refuse(RefusalCode::untrue_field, "/payload/rubric", to_hex(record->rubric.span()),
                  to_hex(scored.rubric.span()));
  }
  const auto full = find_rubric(context.state, record->rubric).value_or(std::vector<std::uint32_t>());
  if (auto fits = check_scores(scored.scores_centi, full); !fits) return fits.failure();
  auto opinions = all_opinions(context, scored);
  if (opinions.empty()) return Added{};
  Added out;
  out.push_back(conclusion(context, *record, total_of(full), std::move(opinions)));
  return out;
}

void fold_scored(DecisionState& state, const DecodedEvent& event, std::string_view id) {
  const auto scored = payload_of<review::ReviewScored>(event);
  put_opinion(state, id, scored.expert, total_of(scored.scores_centi));
}

}  // namespace

std::span<const Rule> review_rules() {
  static constexpr std::array rules{
      rule<review::ReviewAssigned, check_assigned, fold_assigned>(),
      Rule{review::ReviewScored::type, decide_scored, fold_scored},
  };
  return rules;
}

}  // namespace shiji::ledger
