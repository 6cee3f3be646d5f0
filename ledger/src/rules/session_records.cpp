#include "rules/session_records.h"

#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {
namespace {

constexpr std::uint8_t seen_in = 1;
constexpr std::uint8_t seen_again = 2;
constexpr std::uint8_t seen_out = 4;

Witnessed read_witnessed(std::string_view value) {
  StateReader reader(value);
  const auto seen = reader.number<std::uint8_t>();
  const auto time = [&](std::uint8_t which) {
    const Time at{reader.number<std::int64_t>()};
    return (seen & which) != 0 ? std::optional(at) : std::nullopt;
  };
  Witnessed out;
  out.signed_in = time(seen_in);
  out.last_signed_in = time(seen_again);
  out.signed_out = time(seen_out);
  out.sign_ins_repeated = reader.number<std::uint8_t>();
  return out;
}

/// What every value of a session begins with.
SessionWindow read_window(StateReader& reader) {
  SessionWindow out;
  out.closed = reader.flag();
  out.has_roster = reader.flag();
  out.starts_at = {reader.number<std::int64_t>()};
  out.ends_at = {reader.number<std::int64_t>()};
  return out;
}

}  // namespace

std::optional<SessionWindow> find_session_window(const DecisionState& state, std::string_view id) {
  const auto value = state.get(state_keys::session(id));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  return read_window(reader);
}

std::optional<SessionRecord> find_session(const DecisionState& state, std::string_view id) {
  const auto value = state.get(state_keys::session(id));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  const auto window = read_window(reader);
  SessionRecord out;
  out.closed = window.closed;
  out.has_roster = window.has_roster;
  out.sign_out_required = reader.flag();
  out.level = static_cast<Level>(reader.number<std::uint8_t>());
  out.units.resize(reader.number<std::uint8_t>());
  for (auto& unit : out.units) {
    unit.starts_at = {reader.number<std::int64_t>()};
    unit.ends_at = {reader.number<std::int64_t>()};
  }
  out.title = reader.text();
  return out;
}

void put_session(DecisionState& state, std::string_view id, const SessionRecord& record) {
  StateWriter writer;
  writer.flag(record.closed).flag(record.has_roster);
  writer.number(record.starts_at().value).number(record.ends_at().value).flag(record.sign_out_required);
  writer.number(static_cast<std::uint8_t>(record.level)).number(static_cast<std::uint8_t>(record.units.size()));
  for (const auto& unit : record.units) writer.number(unit.starts_at.value).number(unit.ends_at.value);
  state.put(state_keys::session(id), writer.text(record.title).take());
}

std::optional<Witnessed> find_attendee(const DecisionState& state, std::string_view session_id,
                                       const Subject& teacher) {
  const auto value = state.get_member(state_keys::attendees(session_id), state_keys::raw(teacher));
  if (!value) return std::nullopt;
  return read_witnessed(*value);
}

void put_attendee(DecisionState& state, std::string_view session_id, const Subject& teacher,
                  const Witnessed& witnessed) {
  const auto microseconds = [](const std::optional<Time>& time) { return time ? time->value : std::int64_t{0}; };
  const int seen = (witnessed.signed_in ? seen_in : 0) | (witnessed.last_signed_in ? seen_again : 0) |
                   (witnessed.signed_out ? seen_out : 0);
  StateWriter writer;
  writer.number(static_cast<std::uint8_t>(seen)).number(microseconds(witnessed.signed_in));
  writer.number(microseconds(witnessed.last_signed_in)).number(microseconds(witnessed.signed_out));
  writer.number(witnessed.sign_ins_repeated);
  state.put_member(state_keys::attendees(session_id), state_keys::raw(teacher), writer.take());
}

void each_attendee(const DecisionState& state, std::string_view session_id,
                   const std::function<void(const Subject&, const Witnessed&)>& visit) {
  state.each_member(state_keys::attendees(session_id), [&](std::string_view member, std::string_view value) {
    visit(StateReader(member).fixed<Subject>(), read_witnessed(value));
    return true;
  });
}

}  // namespace shiji::ledger
