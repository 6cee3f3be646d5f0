// Events as a stored chunk, by what their bytes say themselves.
//
// Threads: any thread.
#pragma once

#include "store/chunk.h"
#include "store/chunk_layout.h"

#include <string>
#include <vector>

namespace shiji::tests {

/// What of the bytes is an event, 8-aligned, has its Position taken out; all other bytes are kept as they are.
inline std::string chunk_of(std::span<const ledger::Bytes> events) {
  std::vector<ledger::Hash> leaves;
  std::vector<std::uint32_t> positions;
  for (const auto bytes : events) {
    leaves.push_back(ledger::leaf_hash(bytes));
    const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 == 0;
    const auto event = aligned ? ledger::decode_event(bytes) : ledger::Error{ledger::ErrorCode::corrupt, "", ""};
    positions.push_back(event ? ledger::patch_offsets(*event).position : 0);
  }
  return engine::ChunkCompressor().encode({events, leaves, positions});
}

/// What somebody does who changes the bytes of a chunk and knows its format.
inline std::string with_check(std::string stored) {
  const auto check = engine::check_of(std::string_view(stored).substr(engine::chunk_header_size));
  engine::put_number<std::uint32_t>(&stored[engine::chunk_check_begin], check);
  return stored;
}

}  // namespace shiji::tests
