#include "rules/session_records.h"

#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {
namespace {

std::optional<std::int64_t> microseconds(const std::optional<Time>& time) {
  return time ? std::optional(time->value) : std::nullopt;
}

std::optional<Time> time_of(const std::optional<std::int64_t>& value) {
  return value ? std::optional(Time{*value}) : std::nullopt;
}

Witnessed read_witnessed(std::string_view value) {
  StateReader reader(value);
  Witnessed out;
  if (!reader.flag()) return out;
  out.signed_in = Time{reader.number<std::int64_t>()};
  out.last_signed_in = time_of(reader.optional_number<std::int64_t>());
  out.signed_out = time_of(reader.optional_number<std::int64_t>());
  out.sign_ins_repeated = reader.number<std::uint8_t>();
  return out;
}

}  // namespace

std::optional<SessionRecord> find_session(const DecisionState& state, std::string_view id) {
  const auto value = state.get(state_keys::session(id));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  SessionRecord out;
  out.closed = reader.flag();
  out.has_roster = reader.flag();
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
  writer.flag(record.closed).flag(record.has_roster).flag(record.sign_out_required);
  writer.number(static_cast<std::uint8_t>(record.level)).number(static_cast<std::uint8_t>(record.units.size()));
  for (const auto& unit : record.units) writer.number(unit.starts_at.value).number(unit.ends_at.value);
  state.put(state_keys::session(id), writer.text(record.title).take());
}

std::optional<Witnessed> find_attendee(const DecisionState& state, std::string_view session_id,
                                       const Subject& teacher) {
  const auto value = state.get(state_keys::attendee(session_id, teacher));
  if (!value) return std::nullopt;
  return read_witnessed(*value);
}

void put_attendee(DecisionState& state, std::string_view session_id, const Subject& teacher,
                  const Witnessed& witnessed) {
  // A roster is written before anybody came: nothing witnessed is one byte.
  StateWriter writer;
  writer.flag(witnessed.signed_in.has_value());
  if (witnessed.signed_in) {
    writer.number(witnessed.signed_in->value).optional_number(microseconds(witnessed.last_signed_in));
    writer.optional_number(microseconds(witnessed.signed_out)).number(witnessed.sign_ins_repeated);
  }
  state.put(state_keys::attendee(session_id, teacher), writer.take());
}

void each_attendee(const DecisionState& state, std::string_view session_id,
                   const std::function<void(const Subject&, const Witnessed&)>& visit) {
  const std::string prefix = state_keys::attendees(session_id);
  state.scan(prefix, [&](std::string_view key, std::string_view value) {
    visit(StateReader(key.substr(prefix.size())).fixed<Subject>(), read_witnessed(value));
    return true;
  });
}

}  // namespace shiji::ledger
