// The postings of an index against those of one that was folded again: which blocks they lie in is not compared,
// because that comes from when the index was written.
//
// What: sequence by sequence of every stream, both ways; `report` gets each stream that differs, once. Errors: io.
// Threads: one at a time. Cost: one pass over both, nothing is kept.
#pragma once

#include "store/index_store.h"

#include <functional>
#include <string>

namespace shiji::engine {

[[nodiscard]] ledger::Status check_postings(const IndexStore& stored, const IndexStore& folded,
                                            const std::function<void(const std::string& message)>& report);

}  // namespace shiji::engine
