// Cursor: how far a projection has come, and the digest of what it holds there. Written with the states it stands for.
//
// Threads: one thread at a time.
#pragma once

#include "fold/binary.h"
#include "projector/set_hash.h"
#include "projector/state_store.h"

#include <string>

namespace shiji::projections {

inline constexpr std::string_view cursor_key = "cursor";

struct Cursor {
  std::string origin;          ///< of the ledger it follows; empty before the first event
  ledger::TreeSize tree_size;  ///< events applied
  ledger::Hash leaf_hash;      ///< of the last one
  std::uint64_t keys = 0;
  SetHash set;

  void encode(std::uint32_t version, std::string& out) const;
};

/// Into the batch it stands for.
void put_cursor(StateStore::Batch& batch, const Cursor& cursor, std::uint32_t version);

enum class CursorFound { good, other_version, unreadable };
/// `other_version`: written by another version of the fold or of this encoding; `out` is left alone.
[[nodiscard]] CursorFound decode_cursor(std::string_view bytes, std::uint32_t version, Cursor& out);

}  // namespace shiji::projections
