#include "rules/activity_records.h"

#include "rules/state_codec.h"
#include "rules/state_keys.h"

namespace shiji::ledger {
namespace {

state_keys::StateKey activity_key(std::string_view id) { return state_keys::StateKey({"activity/", id}); }
state_keys::StateKey participants_key(std::string_view id) { return state_keys::StateKey({"participants/", id}); }
state_keys::StateKey materials_key(std::string_view id) { return state_keys::StateKey({"materials/", id}); }

}  // namespace

std::optional<ActivityRecord> find_activity(const DecisionState& state, std::string_view id) {
  const auto value = state.get(activity_key(id));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  ActivityRecord out;
  out.closed = reader.flag();
  out.level = static_cast<Level>(reader.number<std::uint8_t>());
  out.opens_at = {reader.number<std::int64_t>()};
  out.closes_at = {reader.number<std::int64_t>()};
  out.title = reader.text();
  return out;
}

void put_activity(DecisionState& state, std::string_view id, const ActivityRecord& record) {
  StateWriter writer;
  writer.flag(record.closed).number(static_cast<std::uint8_t>(record.level));
  writer.number(record.opens_at.value).number(record.closes_at.value);
  state.put(activity_key(id), writer.text(record.title).take());
}

bool takes_part(const DecisionState& state, std::string_view id, const Subject& teacher) {
  return state.get_member(participants_key(id), state_keys::raw(teacher)).has_value();
}

void put_participant(DecisionState& state, std::string_view id, const Subject& teacher) {
  state.put_member(participants_key(id), state_keys::raw(teacher), StateWriter().flag(true).take());
}

std::optional<MaterialRecord> find_material(const DecisionState& state, std::string_view id, const Hash& material) {
  const auto value = state.get_member(materials_key(id), state_keys::raw(material));
  if (!value) return std::nullopt;
  StateReader reader(*value);
  const auto stage = static_cast<MaterialStage>(reader.number<std::uint8_t>());
  return MaterialRecord{stage, reader.fixed<Subject>()};
}

void put_material(DecisionState& state, std::string_view id, const Hash& material, const MaterialRecord& record) {
  StateWriter writer;
  writer.number(static_cast<std::uint8_t>(record.stage)).bytes(record.teacher.span());
  state.put_member(materials_key(id), state_keys::raw(material), writer.take());
}

}  // namespace shiji::ledger
