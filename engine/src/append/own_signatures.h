// The signatures of persons under the events of a submission.
//
// What: every event that carries one is checked against the key it names. Whose key it is, and whether it still holds
// when the event gets its place, is asked in order. Guarantees: the first event that fails is told, in the order of the
// events. Errors: refusals unknown_key, bad_signature. Threads: any thread; takes the other processors too when there
// are many signatures, which are most of the work of such a submission then. Cost: 50 us a signature, one look-up a
// key.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/rules/decision_state.h"

#include <span>

namespace shiji::engine {

[[nodiscard]] ledger::Status check_own_signatures(std::span<const ledger::DecodedEvent> events,
                                                  const ledger::Hash& origin_digest,
                                                  const ledger::DecisionState& state);

}  // namespace shiji::engine
