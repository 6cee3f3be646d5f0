// FeedCursor: how far a subscriber has come, in a file of its own: the last event taken, by sequence and leaf hash.
//
// What: one JSON object, {"sequence","leaf_hash"}, replaced whole. Errors: corrupt when it is not one; io.
// Threads: one thread at a time.
#pragma once

#include "shiji/ledger/ids.h"
#include "shiji/ledger/result.h"

#include <optional>
#include <string>

namespace shiji::cli {

struct FeedCursor {
  ledger::Sequence sequence;
  ledger::Hash leaf_hash;
};

/// Nothing when there is no such file yet.
[[nodiscard]] ledger::Result<std::optional<FeedCursor>> read_feed_cursor(const std::string& path);
[[nodiscard]] ledger::Status write_feed_cursor(const std::string& path, const FeedCursor& cursor);

}  // namespace shiji::cli
