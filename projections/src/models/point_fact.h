// What the models of points and statements read of an event: the fact of one teacher that points are given for.
//
// Ownership: views the event. Threads: any thread.
#pragma once

#include "fold/key_list.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/rules/points.h"

#include <optional>
#include <span>
#include <string_view>

namespace shiji::projections {

struct TeacherFact {
  ledger::PointFact points;
  std::string_view title;
};

/// Of events that give something to anybody.
[[nodiscard]] std::span<const ledger::EventType> types_with_facts();
/// Adds the teachers whom the event gives something to, each with the index of their part of it.
void add_teachers_with_facts(const ledger::DecodedEvent& event, KeyList& out);
/// Nothing when the event gives nothing to anybody.
[[nodiscard]] std::optional<TeacherFact> teacher_fact(const ledger::DecodedEvent& event, std::uint32_t item);

}  // namespace shiji::projections
