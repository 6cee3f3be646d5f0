// Signing in and out: the ledger's clock is the last word on when.
#include "rules/attendance_rules_in_force.h"
#include "rules/minute.h"
#include "rules/refuse.h"
#include "rules/session_records.h"

#include <algorithm>
#include <array>
#include <limits>

namespace shiji::ledger {
namespace {

/// A device's clock may be ahead; what counts is never after the ledger's clock.
Time counted_time(const Event& event, Time recorded_at) {
  return event.occurred_at ? std::min(*event.occurred_at, recorded_at) : recorded_at;
}

Status check_open(const RuleContext& context, const std::optional<SessionWindow>& session) {
  const std::string_view stream = context.command.event.stream;
  if (!session) return refuse(RefusalCode::session_unknown, "/stream", "", stream);
  if (session->closed) return refuse(RefusalCode::session_closed, "/stream", "", stream);
  if (!session->has_roster) return refuse(RefusalCode::roster_missing, "/stream", "", stream);
  return done();
}

Status check_signed_in(const RuleContext& context, const training::SessionSignedIn& signed_in) {
  const auto session = find_session_window(context.state, context.stream_name);
  if (auto open = check_open(context, session); !open) return open;
  if (!find_attendee(context.state, context.stream_name, signed_in.teacher)) {
    return refuse(RefusalCode::not_on_roster, "/payload/teacher", "", to_hex(signed_in.teacher.span()));
  }
  const auto rules = attendance_rules_on(context.state, session->business_date());
  if (!rules) {
    return refuse(RefusalCode::no_attendance_rules, "/stream", "", to_text(session->business_date()));
  }
  const Time opens{session->starts_at.value - rules->sign_in_opens_minutes * minute_us};
  const Time at = counted_time(context.command.event, context.now);
  if (at >= opens && at <= session->ends_at) return done();
  return refuse(RefusalCode::sign_in_outside_session, "/occurred_at",
                to_text(opens) + " to " + to_text(session->ends_at), to_text(at));
}

void fold_signed_in(DecisionState& state, const DecodedEvent& event, std::string_view id,
                    const training::SessionSignedIn& signed_in) {
  auto witnessed = find_attendee(state, id, signed_in.teacher).value_or(Witnessed{});
  const Time at = counted_time(event.event, event.event.position.recorded_at);
  if (!witnessed.signed_in) {
    witnessed.signed_in = at;
    witnessed.last_signed_in = at;
  } else {
    witnessed.last_signed_in = std::max(*witnessed.last_signed_in, at);
    if (witnessed.sign_ins_repeated < std::numeric_limits<std::uint8_t>::max()) ++witnessed.sign_ins_repeated;
  }
  put_attendee(state, id, signed_in.teacher, witnessed);
}

Status check_signed_out(const RuleContext& context, const training::SessionSignedOut& signed_out) {
  const auto session = find_session_window(context.state, context.stream_name);
  if (auto open = check_open(context, session); !open) return open;
  const auto witnessed = find_attendee(context.state, context.stream_name, signed_out.teacher);
  if (!witnessed) {
    return refuse(RefusalCode::not_on_roster, "/payload/teacher", "", to_hex(signed_out.teacher.span()));
  }
  if (!witnessed->signed_in) {
    return refuse(RefusalCode::sign_out_without_sign_in, "/payload/teacher", "", to_hex(signed_out.teacher.span()));
  }
  return done();
}

void fold_signed_out(DecisionState& state, const DecodedEvent& event, std::string_view id,
                     const training::SessionSignedOut& signed_out) {
  auto witnessed = find_attendee(state, id, signed_out.teacher).value_or(Witnessed{});
  if (!witnessed.signed_in) return;
  const Time at = counted_time(event.event, event.event.position.recorded_at);
  witnessed.signed_out = witnessed.signed_out ? std::max(*witnessed.signed_out, at) : at;
  put_attendee(state, id, signed_out.teacher, witnessed);
}

}  // namespace

std::span<const Rule> sign_in_rules() {
  static constexpr std::array rules{
      rule<training::SessionSignedIn, check_signed_in, fold_signed_in>(),
      rule<training::SessionSignedOut, check_signed_out, fold_signed_out>(),
  };
  return rules;
}

}  // namespace shiji::ledger
