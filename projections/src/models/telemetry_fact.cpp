#include "models/telemetry_fact.h"

#include <algorithm>
#include <vector>

namespace shiji::projections {

using ledger::telemetry::BatchRecorded;
using ledger::telemetry::RecordKind;

std::array<std::uint32_t, record_kinds_max> records_by_kind(const ledger::DecodedEvent& batch) {
  std::array<std::uint32_t, record_kinds_max> counts{};
  for (const auto kind : ledger::payload_of<BatchRecorded>(batch).kinds) ++counts[kind];
  return counts;
}

void add_objects(const ledger::DecodedEvent& batch, RecordKind kind, std::string_view family, KeyList& out) {
  const auto payload = ledger::payload_of<BatchRecorded>(batch);
  std::vector<std::uint32_t> counts(payload.objects.size());
  const auto records = std::min(payload.kinds.size(), payload.objects_at.size());
  for (std::size_t i = 0; i < records; ++i) {
    const std::size_t object = payload.objects_at[i];
    if (payload.kinds[i] == static_cast<std::uint8_t>(kind) && object > 0 && object <= counts.size()) {
      ++counts[object - 1];
    }
  }
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    const auto object = payload.objects[i];
    if (counts[i] > 0 && object.starts_with(family)) out.add(object.substr(family.size()), i, counts[i]);
  }
}

void add_persons(const ledger::DecodedEvent& batch, KeyList& out) {
  const auto payload = ledger::payload_of<BatchRecorded>(batch);
  // By person, then by kind: places to sort instead of a table of all kinds for all persons.
  std::vector<std::uint32_t> seen;
  const auto records = std::min(payload.kinds.size(), payload.persons_at.size());
  seen.reserve(records);
  for (std::size_t i = 0; i < records; ++i) {
    const std::uint32_t person = payload.persons_at[i];
    if (person < payload.persons.size()) seen.push_back(person << 8U | payload.kinds[i]);
  }
  std::sort(seen.begin(), seen.end());
  std::size_t named = SIZE_MAX;
  for (auto from = seen.begin(); from != seen.end();) {
    const auto until = std::find_if(from, seen.end(), [from](std::uint32_t one) { return one != *from; });
    const auto count = static_cast<std::uint32_t>(until - from);
    const std::size_t person = *from >> 8U;
    const std::uint32_t kind = *from & 0xffU;
    if (person == named) {
      out.add_to_last(kind, count);
    } else {
      out.add(payload.persons[person], kind, count);
    }
    named = person;
    from = until;
  }
}

std::string kind_text(std::uint32_t kind) {
  const auto name = name_of(static_cast<RecordKind>(kind));
  return name.empty() ? std::to_string(kind) : std::string(name);
}

}  // namespace shiji::projections
