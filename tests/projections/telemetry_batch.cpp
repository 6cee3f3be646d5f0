#include "telemetry_batch.h"

namespace shiji::projections::testing {

ledger::Hash digest(std::uint8_t number) {
  ledger::Hash out;
  out.bytes.fill(number);
  return out;
}

void notice(FakeLedger& ledger, const std::vector<Noted>& records, const std::string& unit) {
  std::vector<ledger::Subject> persons;
  std::vector<std::string_view> objects;
  std::vector<std::uint32_t> at_ms(records.size());
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint16_t> persons_at;
  std::vector<std::uint16_t> objects_at;
  for (const auto& record : records) {
    persons_at.push_back(static_cast<std::uint16_t>(persons.size()));
    persons.push_back(person(record.who));
    if (!record.object.empty()) objects.emplace_back(record.object);
    objects_at.push_back(static_cast<std::uint16_t>(record.object.empty() ? 0 : objects.size()));
    kinds.push_back(static_cast<std::uint8_t>(record.kind));
  }
  ledger.add({"telemetry/3701120001", {}, unit},
             ledger::telemetry::BatchRecorded{.school = "3701120001",
                                              .day = day("2023-09-04"),
                                              .batch = 1,
                                              .count = static_cast<std::uint32_t>(records.size()),
                                              .root = digest(1),
                                              .persons = persons,
                                              .objects = objects,
                                              .at_ms = at_ms,
                                              .kinds = kinds,
                                              .persons_at = persons_at,
                                              .objects_at = objects_at});
}

}  // namespace shiji::projections::testing
