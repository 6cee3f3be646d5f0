// index_batch: what changed in the index as one write.
//
// Guarantees: in byte order of the keys but for what stream heads are recorded from: a memtable takes keys that follow
// one another for a fraction of what it takes to find the place of any. Ownership: a copy. Threads: any.
#pragma once

#include "store/index_changes.h"

#include <rocksdb/write_batch.h>

namespace shiji::engine {

[[nodiscard]] rocksdb::WriteBatch batch_of(const IndexChanges& changes);

}  // namespace shiji::engine
