// Sessions: plan, roster, close. Closing adds the attendance.
#include "rules/attendance_rules_in_force.h"
#include "rules/identity_records.h"
#include "rules/minute.h"
#include "rules/refuse.h"
#include "rules/session_records.h"
#include "shiji/ledger/events/codec.h"

#include <algorithm>
#include <array>
#include <set>

namespace shiji::ledger {
namespace {

constexpr std::size_t units_max = 16;
constexpr std::int64_t unit_minutes_max = 720;
constexpr std::size_t part_entries_max = 500;

bool is_sound(const training::SessionUnit& unit, std::int64_t not_before) {
  if (unit.starts_at.value < not_before) return false;
  const std::int64_t length = unit.ends_at.value - unit.starts_at.value;
  return length >= minute_us && length <= unit_minutes_max * minute_us;
}

Status check_scheduled(const RuleContext& context, const training::SessionScheduled& scheduled) {
  if (find_session(context.state, context.stream_name)) {
    return refuse(RefusalCode::session_exists, "/stream", "", context.command.event.stream);
  }
  if (scheduled.units.empty() || scheduled.units.size() > units_max) {
    return refuse(RefusalCode::session_units_wrong, "/payload/units", "1 to " + std::to_string(units_max) + " units",
                  std::to_string(scheduled.units.size()));
  }
  std::int64_t not_before = 0;
  for (std::size_t i = 0; i < scheduled.units.size(); ++i) {
    const auto& unit = scheduled.units[i];
    if (!is_sound(unit, not_before)) {
      return refuse(RefusalCode::session_units_wrong, "/payload/units/" + std::to_string(i), "",
                    to_text(unit.starts_at) + " to " + to_text(unit.ends_at));
    }
    not_before = unit.ends_at.value;
  }
  return done();
}

void fold_scheduled(DecisionState& state, const DecodedEvent&, std::string_view id,
                    const training::SessionScheduled& scheduled) {
  SessionRecord session;
  session.sign_out_required = scheduled.sign_out_required;
  session.level = scheduled.level;
  session.units.assign(scheduled.units.begin(), scheduled.units.end());
  session.title = scheduled.title;
  put_session(state, id, session);
}

Status check_roster(const RuleContext& context, const training::RosterFixed& roster) {
  const auto session = find_session(context.state, context.stream_name);
  if (!session) return refuse(RefusalCode::session_unknown, "/stream", "", context.command.event.stream);
  if (session->closed) return refuse(RefusalCode::session_closed, "/stream", "", context.command.event.stream);
  if (roster.teachers.empty()) return refuse(RefusalCode::out_of_range, "/payload/teachers", "at least one teacher");
  std::set<Subject> seen;
  for (std::size_t i = 0; i < roster.teachers.size(); ++i) {
    const Subject& teacher = roster.teachers[i];
    const std::string place = "/payload/teachers/" + std::to_string(i);
    if (!seen.insert(teacher).second || find_attendee(context.state, context.stream_name, teacher)) {
      return refuse(RefusalCode::roster_repeats, place, "", to_hex(teacher.span()));
    }
    if (!teacher_registered(context.state, teacher)) {
      return refuse(RefusalCode::teacher_unknown, place, "", to_hex(teacher.span()));
    }
  }
  return done();
}

void fold_roster(DecisionState& state, const DecodedEvent&, std::string_view id, const training::RosterFixed& roster) {
  for (const auto& teacher : roster.teachers) put_attendee(state, id, teacher, {});
  auto session = find_session(state, id);
  if (!session || session->has_roster) return;
  session->has_roster = true;
  put_session(state, id, *session);
}

Status check_closable(const RuleContext& context, const std::optional<SessionRecord>& session) {
  const std::string_view stream = context.command.event.stream;
  if (!session) return refuse(RefusalCode::session_unknown, "/stream", "", stream);
  if (session->closed) return refuse(RefusalCode::session_closed, "/stream", "", stream);
  if (!session->has_roster) return refuse(RefusalCode::roster_missing, "/stream", "", stream);
  if (context.now < session->ends_at()) {
    return refuse(RefusalCode::session_not_over, "/stream", "not before " + to_text(session->ends_at()),
                  to_text(context.now));
  }
  return done();
}

std::vector<training::AttendanceEntry> final_entries(const RuleContext& context, const SessionRecord& session,
                                                     std::uint16_t late_minutes_max) {
  std::vector<training::AttendanceEntry> out;
  each_attendee(context.state, context.stream_name, [&](const Subject& teacher, const Witnessed& witnessed) {
    out.push_back(attendance_of(teacher, witnessed, session.units, session.sign_out_required, late_minutes_max));
  });
  return out;
}

Added attendance_events(const RuleContext& context, const SessionRecord& session,
                        const AttendanceRulesAdoption& rules) {
  const auto entries = final_entries(context, session, rules.late_minutes_max);
  const auto parts = (entries.size() + part_entries_max - 1) / part_entries_max;
  Added out;
  for (std::size_t part = 0; part < parts; ++part) {
    training::AttendanceFinalised payload;
    payload.part = static_cast<std::uint32_t>(part);
    payload.parts = static_cast<std::uint32_t>(parts);
    payload.level = session.level;
    payload.title = session.title;
    payload.units = static_cast<std::uint32_t>(session.units.size());
    const std::size_t first = part * part_entries_max;
    payload.entries = std::span(entries).subspan(first, std::min(part_entries_max, entries.size() - first));
    out.push_back({.type = training::AttendanceFinalised::type,
                   .stream = std::string(context.command.event.stream),
                   .payload = encode_payload(payload),
                   .working_unit = std::string(context.command.event.working_unit.value_or("")),
                   .occurred_at = std::nullopt,
                   .business_date = session.business_date(),
                   .subjects = {},
                   .rule_set = rules.digest});
  }
  return out;
}

Result<Added> decide_closed(const RuleContext& context) {
  const auto session = find_session(context.state, context.stream_name);
  if (auto closable = check_closable(context, session); !closable) return closable.failure();
  const auto rules = attendance_rules_on(context.state, session->business_date());
  if (!rules) {
    return refuse(RefusalCode::no_attendance_rules, "/stream", "", to_text(session->business_date()));
  }
  return attendance_events(context, *session, *rules);
}

void fold_closed(DecisionState& state, const DecodedEvent&, std::string_view id) {
  auto session = find_session(state, id);
  if (!session) return;
  session->closed = true;
  put_session(state, id, *session);
}

}  // namespace

std::span<const Rule> session_rules() {
  static constexpr std::array rules{
      rule<training::SessionScheduled, check_scheduled, fold_scheduled>(),
      rule<training::RosterFixed, check_roster, fold_roster>(),
      Rule{training::SessionClosed::type, decide_closed, fold_closed},
  };
  return rules;
}

}  // namespace shiji::ledger
