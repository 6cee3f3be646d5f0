// What is done for others, each recorded once: outreach, articles, pilots.
#include "rules/known_parties.h"
#include "rules/refuse.h"
#include "rules/stage_records.h"

#include <array>
#include <set>

namespace shiji::ledger {
namespace {

enum class RecordedStage : std::uint8_t { recorded = 1 };

/// One stream, one fact.
Status check_first(const RuleContext& context, std::string_view family) {
  if (!find_stage<RecordedStage>(context.state, family, context.stream_name)) return done();
  return refuse(RefusalCode::recorded_already, "/stream", "", context.command.event.stream);
}

constexpr std::string_view deliveries = "outreach/";
constexpr std::string_view articles = "article/";
constexpr std::string_view pilots = "pilot/";

Status check_delivered(const RuleContext& context, const outreach::OutreachDelivered& delivered) {
  if (auto first = check_first(context, deliveries); !first) return first;
  if (auto known = check_school_known(context, delivered.school, "/payload/school"); !known) return known;
  if (auto named = check_not_empty(delivered.partner, "/payload/partner"); !named) return named;
  std::set<Subject> seen;
  for (std::size_t i = 0; i < delivered.teachers.size(); ++i) {
    const Subject& teacher = delivered.teachers[i];
    const std::string place = "/payload/teachers/" + std::to_string(i);
    if (auto known = check_teacher_known(context, teacher, place); !known) return known;
    if (!seen.insert(teacher).second) {
      return refuse(RefusalCode::out_of_range, place, "each teacher once", to_hex(teacher.span()));
    }
  }
  return done();
}

Status check_article(const RuleContext& context, const outreach::ArticlePublished& published) {
  if (auto first = check_first(context, articles); !first) return first;
  if (auto named = check_not_empty(published.title, "/payload/title"); !named) return named;
  return check_school_known(context, published.school, "/payload/school");
}

Status check_pilot(const RuleContext& context, const outreach::PilotReported& reported) {
  if (auto first = check_first(context, pilots); !first) return first;
  return check_not_empty(reported.title, "/payload/title");
}

template <typename P, const std::string_view& family>
void fold_recorded(DecisionState& state, const DecodedEvent&, std::string_view id, const P&) {
  put_stage(state, family, id, RecordedStage::recorded);
}

}  // namespace

std::span<const Rule> outreach_rules() {
  using outreach::ArticlePublished;
  using outreach::OutreachDelivered;
  using outreach::PilotReported;
  static constexpr std::array rules{
      rule<OutreachDelivered, check_delivered, fold_recorded<OutreachDelivered, deliveries>>(),
      rule<ArticlePublished, check_article, fold_recorded<ArticlePublished, articles>>(),
      rule<PilotReported, check_pilot, fold_recorded<PilotReported, pilots>>(),
  };
  return rules;
}

}  // namespace shiji::ledger
