// What models read of a telemetry.BatchRecorded: how often it names a kind, an object or a person.
//
// What: each answer is one pass over the records; keys carry their count, so that a fold counts nothing. Objects are
// streams ("resource/r-17"). Guarantees: a batch whose columns do not fit counts what fits (the rules let none in).
// Ownership: views the event. Threads: any thread. Cost: one pass over the records and one over the objects or persons.
#pragma once

#include "fold/key_list.h"
#include "shiji/ledger/events/event.h"

#include <array>
#include <string>
#include <string_view>

namespace shiji::projections {

inline constexpr std::size_t record_kinds_max = 256;  ///< a kind is a byte

/// Records by kind.
[[nodiscard]] std::array<std::uint32_t, record_kinds_max> records_by_kind(const ledger::DecodedEvent& batch);
/// Adds each object of the stream family (with its slash, which is left out of the key) that records of `kind` name.
void add_objects(const ledger::DecodedEvent& batch, ledger::telemetry::RecordKind kind, std::string_view family,
                 KeyList& out);
/// Adds each person that records name, once for every kind: `item` is the kind.
void add_persons(const ledger::DecodedEvent& batch, KeyList& out);
/// "resource_visited"; the number of a kind this build has no name for.
[[nodiscard]] std::string kind_text(std::uint32_t kind);

}  // namespace shiji::projections
