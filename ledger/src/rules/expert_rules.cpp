// The think-tank: who may review.
#include "rules/identity_records.h"
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/review_records.h"

#include <array>

namespace shiji::ledger {
namespace {

Status check_expert_enrolled(const RuleContext& context, const review::ExpertEnrolled& enrolled) {
  if (auto fits = stream_names_bytes(context, enrolled.expert); !fits) return fits;
  if (find_expert(context.state, enrolled.expert)) {
    return refuse(RefusalCode::expert_exists, "/payload/expert", "", to_hex(enrolled.expert.span()));
  }
  if (auto known = check_teacher_known(context, enrolled.expert, "/payload/expert"); !known) return known;
  if (find_actor(context.state, enrolled.actor)) return done();
  return refuse(RefusalCode::unknown_actor, "/payload/actor", "", enrolled.actor);
}

void fold_expert_enrolled(DecisionState& state, const DecodedEvent&, std::string_view,
                          const review::ExpertEnrolled& enrolled) {
  put_expert(state, enrolled.expert, {.suspended = false, .actor = std::string(enrolled.actor)});
}

Status check_suspended(const RuleContext& context, const review::ExpertSuspended& suspended) {
  if (auto fits = stream_names_bytes(context, suspended.expert); !fits) return fits;
  return check_expert_serves(context, suspended.expert, "/payload/expert");
}

Status check_reinstated(const RuleContext& context, const review::ExpertReinstated& reinstated) {
  if (auto fits = stream_names_bytes(context, reinstated.expert); !fits) return fits;
  const auto record = find_expert(context.state, reinstated.expert);
  const std::string id = to_hex(reinstated.expert.span());
  if (!record) return refuse(RefusalCode::expert_unknown, "/payload/expert", "", id);
  if (!record->suspended) return refuse(RefusalCode::expert_not_suspended, "/payload/expert", "", id);
  return done();
}

template <typename P, bool suspended>
void fold_service(DecisionState& state, const DecodedEvent&, std::string_view, const P& payload) {
  auto record = find_expert(state, payload.expert);
  if (!record) return;
  record->suspended = suspended;
  put_expert(state, payload.expert, *record);
}

}  // namespace

std::span<const Rule> expert_rules() {
  using review::ExpertReinstated;
  using review::ExpertSuspended;
  static constexpr std::array rules{
      rule<review::ExpertEnrolled, check_expert_enrolled, fold_expert_enrolled>(),
      rule<ExpertSuspended, check_suspended, fold_service<ExpertSuspended, true>>(),
      rule<ExpertReinstated, check_reinstated, fold_service<ExpertReinstated, false>>(),
  };
  return rules;
}

}  // namespace shiji::ledger
