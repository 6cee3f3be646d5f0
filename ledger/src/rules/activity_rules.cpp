// Teaching-research activities: opening, taking part, closing.
#include "rules/activity_records.h"
#include "rules/known_parties.h"
#include "rules/minute.h"
#include "rules/refuse.h"

#include <algorithm>
#include <array>

namespace shiji::ledger {
namespace {

constexpr std::int64_t activity_days_max = 366;

Status check_opened(const RuleContext& context, const research::ActivityOpened& opened) {
  if (find_activity(context.state, context.stream_name)) {
    return refuse(RefusalCode::activity_exists, "/stream", "", context.command.event.stream);
  }
  if (auto named = check_not_empty(opened.title, "/payload/title"); !named) return named;
  const std::int64_t lasts = opened.closes_at.value - opened.opens_at.value;
  if (lasts > 0 && lasts <= activity_days_max * minutes_per_day * minute_us) return done();
  return refuse(RefusalCode::activity_times_wrong, "/payload/closes_at", "after " + to_text(opened.opens_at),
                to_text(opened.closes_at));
}

void fold_opened(DecisionState& state, const DecodedEvent&, std::string_view id,
                 const research::ActivityOpened& opened) {
  put_activity(state, id, {false, opened.level, opened.opens_at, opened.closes_at, std::string(opened.title)});
}

Status check_joined(const RuleContext& context, const research::ActivityJoined& joined) {
  const auto activity = open_activity(context);
  if (!activity) return activity.failure();
  if (joined.level != activity->level) {
    return refuse(RefusalCode::untrue_field, "/payload/level", name_of(activity->level), name_of(joined.level));
  }
  if (joined.title != activity->title) {
    return refuse(RefusalCode::untrue_field, "/payload/title", activity->title, joined.title);
  }
  if (auto known = check_teacher_known(context, joined.teacher, "/payload/teacher"); !known) return known;
  if (auto known = check_school_known(context, joined.school, "/payload/school"); !known) return known;
  if (!takes_part(context.state, context.stream_name, joined.teacher)) return done();
  return refuse(RefusalCode::joined_already, "/payload/teacher", "", to_hex(joined.teacher.span()));
}

void fold_joined(DecisionState& state, const DecodedEvent&, std::string_view id,
                 const research::ActivityJoined& joined) {
  put_participant(state, id, joined.teacher);
}

Status check_activity_closed(const RuleContext& context, const research::ActivityClosed&) {
  const auto activity = find_activity(context.state, context.stream_name);
  const std::string_view stream = context.command.event.stream;
  if (!activity) return refuse(RefusalCode::activity_unknown, "/stream", "", stream);
  if (activity->closed) return refuse(RefusalCode::activity_closed, "/stream", "", stream);
  return done();
}

void fold_activity_closed(DecisionState& state, const DecodedEvent&, std::string_view id,
                          const research::ActivityClosed&) {
  auto activity = find_activity(state, id);
  if (!activity) return;
  activity->closed = true;
  put_activity(state, id, *activity);
}

}  // namespace

Result<ActivityRecord> open_activity(const RuleContext& context) {
  const std::string_view stream = context.command.event.stream;
  auto activity = find_activity(context.state, context.stream_name);
  if (!activity) return refuse(RefusalCode::activity_unknown, "/stream", "", stream);
  if (activity->closed) return refuse(RefusalCode::activity_closed, "/stream", "", stream);
  // The ledger's clock is the last word: a device may say earlier, never later.
  const Time at = std::min(context.command.event.occurred_at.value_or(context.now), context.now);
  if (at < activity->opens_at) {
    return refuse(RefusalCode::activity_not_open, "/occurred_at", "from " + to_text(activity->opens_at), to_text(at));
  }
  if (at >= activity->closes_at) {
    return refuse(RefusalCode::activity_closed, "/occurred_at", "before " + to_text(activity->closes_at), to_text(at));
  }
  return *activity;
}

std::span<const Rule> activity_rules() {
  static constexpr std::array rules{
      rule<research::ActivityOpened, check_opened, fold_opened>(),
      rule<research::ActivityJoined, check_joined, fold_joined>(),
      rule<research::ActivityClosed, check_activity_closed, fold_activity_closed>(),
  };
  return rules;
}

}  // namespace shiji::ledger
