#include "rules/concerned_units.h"

#include "rules/employment_records.h"
#include "rules/form_rules.h"
#include "rules/identity_records.h"
#include "rules/state_keys.h"

#include <array>

namespace shiji::ledger {
namespace {

enum class UnitSource : std::uint8_t { ledger, actor, anywhere, school, teacher, stream };

struct FamilySource {
  std::string_view family;
  UnitSource source;
};

/// Families that are not here have their unit from the first event of the stream.
constexpr std::array family_sources{
    FamilySource{"ledger", UnitSource::ledger},   FamilySource{"document", UnitSource::ledger},
    FamilySource{"schema", UnitSource::ledger},   FamilySource{"rules", UnitSource::ledger},
    FamilySource{"calendar", UnitSource::ledger}, FamilySource{"codes", UnitSource::ledger},
    FamilySource{"actor", UnitSource::actor},     FamilySource{"subject", UnitSource::anywhere},
    FamilySource{"school", UnitSource::school},   FamilySource{"teacher", UnitSource::teacher},
};

UnitSource find_source(EventType type) {
  for (const auto& line : family_sources) {
    if (line.family == info_of(type).stream_family) return line.source;
  }
  return UnitSource::stream;
}

UnitSource source_of(EventType type) {
  static const auto table = [] {
    std::array<UnitSource, event_type_count + 1> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = find_source(static_cast<EventType>(i));
    return out;
  }();
  return table[static_cast<std::size_t>(type)];
}

ConcernedUnits only_unit(std::string_view unit) { return {ConcernedUnits::Needed::any, {std::string(unit)}}; }

std::string_view named_unit(const DecodedEvent& command) { return command.event.working_unit.value_or(""); }

/// Whoever changes an actor's keys could use them: all that the actor may do is needed.
ConcernedUnits of_actor(const DecisionState& state, const DecodedEvent& command) {
  if (command.type == EventType::identity_RoleGranted) {
    return only_unit(payload_of<identity::RoleGranted>(command).unit.value_or(""));
  }
  if (command.type == EventType::identity_RoleRevoked) {
    return only_unit(payload_of<identity::RoleRevoked>(command).unit.value_or(""));
  }
  const auto name = name_in_stream(command.event.stream, "actor").value_or("");
  const auto actor = find_actor(state, name);
  if (!actor) return only_unit(named_unit(command));
  ConcernedUnits out{ConcernedUnits::Needed::all, {actor->unit}};
  for (const auto& held : roles_of(state, name)) out.units.push_back(held.whole ? std::string() : held.unit);
  return out;
}

/// An unknown school is refused by the rules, whoever asks.
ConcernedUnits of_school(const DecisionState& state, const DecodedEvent& command) {
  if (command.type == EventType::employment_SchoolOpened) {
    return only_unit(payload_of<employment::SchoolOpened>(command).unit);
  }
  return only_unit(unit_of_school(state, name_in_stream(command.event.stream, "school").value_or("")).value_or(""));
}

std::optional<std::string_view> named_school(const DecodedEvent& command) {
  using enum EventType;
  switch (command.type) {
    case employment_EmploymentStarted:
      return payload_of<employment::EmploymentStarted>(command).school;
    case employment_PostChanged:
      return payload_of<employment::PostChanged>(command).school;
    case employment_EmploymentEnded:
      return payload_of<employment::EmploymentEnded>(command).school;
    default:
      return std::nullopt;
  }
}

ConcernedUnits of_teacher(const DecisionState& state, const DecodedEvent& command) {
  if (const auto school = named_school(command)) {
    const auto unit = unit_of_school(state, *school);
    return unit ? only_unit(*unit) : only_unit(named_unit(command));
  }
  const auto name = name_in_stream(command.event.stream, "teacher").value_or("");
  const auto id = fixed_from_hex<Subject>(name);
  const auto teacher = id ? find_teacher(state, *id) : std::nullopt;
  if (!teacher) return only_unit(named_unit(command));
  ConcernedUnits out;
  for (const auto& school : teacher->schools) {
    if (auto unit = unit_of_school(state, school)) out.units.push_back(std::move(*unit));
  }
  if (out.units.empty()) out.units.push_back(teacher->unit);
  return out;
}

}  // namespace

ConcernedUnits units_concerned(const DecisionState& state, const DecodedEvent& command) {
  switch (source_of(command.type)) {
    case UnitSource::ledger:
      return only_unit("");
    case UnitSource::anywhere:
      return {ConcernedUnits::Needed::none, {}};
    case UnitSource::actor:
      return of_actor(state, command);
    case UnitSource::school:
      return of_school(state, command);
    case UnitSource::teacher:
      return of_teacher(state, command);
    case UnitSource::stream:
      break;
  }
  return only_unit(unit_of_stream(state, command.event.stream).value_or(std::string(named_unit(command))));
}

void fold_unit_of_stream(DecisionState& state, const DecodedEvent& event) {
  if (event.event.position.version.value != 0 || source_of(event.type) != UnitSource::stream) return;
  state.put_stream_unit(event.event.stream, named_unit(event));
}

std::optional<std::string> unit_of_stream(const DecisionState& state, std::string_view stream) {
  return state.stream_unit(stream);
}

}  // namespace shiji::ledger
