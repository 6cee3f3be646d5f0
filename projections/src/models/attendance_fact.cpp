#include "models/attendance_fact.h"

namespace shiji::projections {

using ledger::training::AttendanceFinalised;

ledger::Date business_date(const ledger::Event& event) {
  if (event.business_date) return *event.business_date;
  return ledger::business_date_of(event.occurred_at.value_or(event.position.recorded_at));
}

void add_attending_teachers(const ledger::DecodedEvent& finalised, KeyList& out) {
  const auto entries = ledger::payload_of<AttendanceFinalised>(finalised).entries;
  for (std::uint32_t i = 0; i < entries.size(); ++i) out.add(entries[i].teacher, i);
}

AttendanceFact attendance_fact(const ledger::DecodedEvent& finalised, std::uint32_t item) {
  const auto payload = ledger::payload_of<AttendanceFinalised>(finalised);
  return {finalised.event.position.sequence, business_date(finalised.event), payload.level, payload.title,
          payload.entries[item]};
}

}  // namespace shiji::projections
