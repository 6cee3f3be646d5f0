// What every model by teacher reads of training.AttendanceFinalised: one teacher's entry, with its place and date.
//
// Ownership: views the event. Threads: any thread.
#pragma once

#include "fold/key_list.h"
#include "shiji/ledger/events/event.h"

#include <string_view>

namespace shiji::projections {

struct AttendanceFact {
  ledger::Sequence sequence;
  ledger::Date business_date;
  ledger::Level level{};
  std::string_view title;
  ledger::training::AttendanceEntry entry;
};

/// The day the event is of: as it says; else the day it occurred; else the day it was recorded.
[[nodiscard]] ledger::Date business_date(const ledger::Event& event);

/// Adds the teachers of an AttendanceFinalised, each with the index of its entry.
void add_attending_teachers(const ledger::DecodedEvent& finalised, KeyList& out);
[[nodiscard]] AttendanceFact attendance_fact(const ledger::DecodedEvent& finalised, std::uint32_t item);

}  // namespace shiji::projections
