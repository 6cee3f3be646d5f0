// Replay: a read model as it was, or as it would be by another cut of the same events.
//
// What: `replay` folds read models from event 0 in a directory of their own, up to a tree size, and of that only what
// happened by a business date. `compare` tells what differs between two states of one read model, `events_touching`
// which events since then touched a key. On its way a replay stops at every digest recorded of its read models and says
// whether it comes to the same. Guarantees: pure functions of the events: the same cut gives the same digest,
// on any machine. The ledger and the read models that people query are not touched. Ownership: results own their bytes.
// Errors: not_found for an unknown name or a tree size beyond the head; those of ReadModel. Threads: one thread at a
// time. Cost: one pass over the events.
#pragma once

#include "shiji/projections/recorded_digests.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace shiji::projections {

struct ReplayCut {
  std::optional<ledger::TreeSize> through;  ///< only events before this one; nullopt: up to the head
  std::optional<ledger::Date> happened_by;  ///< of those, only business dates up to and with this one
};

/// How many events were recorded at or before `time`.
[[nodiscard]] ledger::Result<ledger::TreeSize> size_as_of(const engine::Owner& owner, ledger::Time time);

struct Replay {
  std::vector<std::unique_ptr<ReadModel>> models;  ///< in the order of the names
  /// Of all read models, in the order of the tree sizes they speak of; those beyond the cut are left out, but for
  /// those that tell of more events than there were. None with a business date: nothing recorded speaks of such a cut.
  std::vector<DigestCheck> digests;
};
/// `scratch` is empty or holds nothing of these models.
[[nodiscard]] ledger::Result<Replay> replay(std::span<const std::string> names, const engine::Owner& owner,
                                            const std::string& scratch, const ReplayCut& cut,
                                            const engine::Environment& environment, const Progress& progress);

/// One key that differs. A side that has no such key is an empty record.
struct Change {
  std::string key;
  Record before, after;
};
[[nodiscard]] ledger::Status compare(const ReadModel& before, const ReadModel& after,
                                     const std::function<bool(const Change&)>& visit);

/// Which events touched a key of read model `name`: of those that `cut` leaves out.
struct Touch {
  ledger::Sequence sequence;
  std::string type;
  ledger::Date business_date;
  ledger::Time recorded_at;
};
using Touches = std::map<std::string, std::vector<Touch>>;
[[nodiscard]] ledger::Result<Touches> events_touching(std::string_view name, const std::set<std::string>& keys,
                                                      const engine::Owner& owner, const ReplayCut& cut);

}  // namespace shiji::projections
