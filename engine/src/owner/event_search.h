// Searching the chain for events: chunks decoded on every core, most of them passed over without being read as events.
//
// What: a chunk whose bytes lack a text that every match has is passed over; of the others, events that have them all
// are verified, compared and hashed. Matches come in order on the caller's thread. Times bound the chunks read.
// Errors: corrupt with the sequence, behind the matches before it. Threads: uses `threads` of its own, ended before it
// returns. Cost: for texts that are rare, about the time of decompressing: 0.2 us an event on two cores; memory for
// the matches of some 100,000 events.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "shiji/ledger/events/event_filter.h"
#include "store/chain_store.h"

namespace shiji::engine {

[[nodiscard]] ledger::Status search_events(const ChainStore& chain, ledger::TreeSize size,
                                           const ledger::EventFilter& filter, unsigned threads,
                                           const EventVisitor& visit);

}  // namespace shiji::engine
