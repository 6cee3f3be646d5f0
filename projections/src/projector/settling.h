// Settling: what was folded ahead of its states (Projection::folds_ahead), put into them.
//
// What: what is ahead lies in rows of its own, one a key and write-back, beside the states. Settling reads them by key,
// folds them into the stored state and takes them away. Guarantees: a state, the rows that went into it and the cursor
// whose digest knows of it go in one batch, so that settling can be cut short anywhere. Threads: one thread at a time.
// Cost: each state is read and written once however many rows it has; about 4 MiB at a time.
#pragma once

#include "fold/projection.h"
#include "projector/cursor.h"
#include "projector/state_store.h"

#include <string>

namespace shiji::projections {

/// Where what is ahead of `key` lies that was folded up to `size`.
[[nodiscard]] std::string ahead_key(std::string_view key, ledger::TreeSize size);

/// Leaves no row ahead. Errors: corrupt with the key; io.
[[nodiscard]] ledger::Status settle(const Projection& projection, StateStore& store, const SeedMaker& seeds,
                                    Cursor& cursor);

}  // namespace shiji::projections
