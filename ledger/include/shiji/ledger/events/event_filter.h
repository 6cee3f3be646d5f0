// EventFilter: which events somebody is looking for.
//
// What: everything given must hold. `texts_of` names byte strings that every event that matches has in it, so that a
// search may pass over bytes without reading them as events; `matches` decides. Units: times are of recording.
// Ownership: owns what it holds. Errors: none. Threads: immutable. Cost: some comparisons; `subject` reads the bytes.
#pragma once

#include "shiji/ledger/events/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

struct EventFilter {
  std::string actor;               ///< exactly; empty: any
  std::string unit;                ///< working or establishment unit, itself or under it; empty: any
  std::string type;                ///< a glob: `*` any text, `?` any character; empty: any
  std::optional<Subject> subject;  ///< a person the event names anywhere: envelope, payload or stream
  std::optional<Time> since;       ///< recorded at this time or later
  std::optional<Time> until;       ///< recorded before this time
};

[[nodiscard]] bool matches(const EventFilter& filter, const DecodedEvent& decoded);
struct LoggedRefusal;
/// The same of a refusal, which knows less of its event: no payload, and no other unit than the working unit.
[[nodiscard]] bool matches(const EventFilter& filter, const LoggedRefusal& refusal);

/// Any of `alternatives` is in the bytes of every event that matches.
struct NeededText {
  std::vector<std::string> alternatives;
};
[[nodiscard]] std::vector<NeededText> texts_of(const EventFilter& filter);

/// Whether all of `text` is what the glob says.
[[nodiscard]] bool glob_matches(std::string_view glob, std::string_view text);

}  // namespace shiji::ledger
