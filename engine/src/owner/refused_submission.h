// What the log of refusals notes of a submission: its id, and the event that the refusal's place names, else the first.
//
// Errors: none; what cannot be read is not noted. Threads: any thread.
#pragma once

#include "owner/ledger_core.h"
#include "shiji/ledger/events/logged_refusal.h"

#include <vector>

namespace shiji::engine {

[[nodiscard]] ledger::LoggedRefusal refused_events(const LedgerCore& core, const std::vector<ledger::Buffer>& events,
                                                   const ledger::Refusal& refusal);
[[nodiscard]] ledger::LoggedRefusal refused_lines(const LedgerCore& core, const JsonSubmission& submission,
                                                  const ledger::Refusal& refusal);

}  // namespace shiji::engine
