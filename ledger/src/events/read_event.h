// Reading an event that was looked through for faults, or has the form of one that was. Private to the folder.
#pragma once

#include "shiji/ledger/events/event.h"

namespace shiji::ledger {

/// `type` is that of the event's own name.
[[nodiscard]] DecodedEvent read_event(Bytes bytes, EventType type);

}  // namespace shiji::ledger
