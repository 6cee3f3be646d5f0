// Whether what is patched into an event lies apart from everything else in it.
#pragma once

#include "shiji/ledger/events/event.h"

namespace shiji::ledger {

/// True when the structs that are patched or left out of signatures share no byte with another field, a string, a
/// vector or a vtable. Looks at places only and is careful: false may also mean an unusual but sound layout.
[[nodiscard]] bool surely_apart(const DecodedEvent& event);

}  // namespace shiji::ledger
