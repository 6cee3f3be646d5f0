// Cutting a group into chunks: by whoever has the time, the sequencer while it waits or else the committer.
//
// Threads: any thread, one ChunkCompressor each. Errors: none. Cost: compression, the larger part of a commit's work.
#pragma once

#include "append/commit_group.h"

namespace shiji::engine {

/// Fills `chunks` of a group that gets no more events; of one that has them already nothing is done.
void pack_chunks(CommitGroup& group, std::uint32_t chunk_events_max, ChunkCompressor& compressor);

}  // namespace shiji::engine
