// What the decision state remembers of sessions and of who was seen at them.
#pragma once

#include "shiji/ledger/rules/attendance.h"
#include "shiji/ledger/rules/decision_state.h"

#include <string>
#include <vector>

namespace shiji::ledger {

/// What a sign-in needs of a session: no more is read.
struct SessionWindow {
  bool closed = false;
  bool has_roster = false;
  Time starts_at, ends_at;
  [[nodiscard]] Date business_date() const { return business_date_of(starts_at); }
};

struct SessionRecord {
  bool closed = false;
  bool has_roster = false;
  bool sign_out_required = false;
  Level level{};
  std::vector<training::SessionUnit> units;
  std::string title;

  [[nodiscard]] Time starts_at() const { return units.front().starts_at; }
  [[nodiscard]] Time ends_at() const { return units.back().ends_at; }
  [[nodiscard]] Date business_date() const { return business_date_of(starts_at()); }
};
[[nodiscard]] std::optional<SessionWindow> find_session_window(const DecisionState& state, std::string_view id);
[[nodiscard]] std::optional<SessionRecord> find_session(const DecisionState& state, std::string_view id);
void put_session(DecisionState& state, std::string_view id, const SessionRecord& record);

/// nullopt: not on the roster.
[[nodiscard]] std::optional<Witnessed> find_attendee(const DecisionState& state, std::string_view session_id,
                                                     const Subject& teacher);
void put_attendee(DecisionState& state, std::string_view session_id, const Subject& teacher,
                  const Witnessed& witnessed);
/// The roster in the order of the subjects' bytes.
void each_attendee(const DecisionState& state, std::string_view session_id,
                   const std::function<void(const Subject&, const Witnessed&)>& visit);

}  // namespace shiji::ledger
