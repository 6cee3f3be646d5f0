// Records as bytes, for whoever asks a read model from another process. Not stored anywhere, so without a version.
//
// Errors: bad_message for bytes that are none. Threads: any thread.
#pragma once

#include "fold/binary.h"
#include "shiji/ledger/result.h"
#include "shiji/projections/record.h"

namespace shiji::projections {

void write_record(BinaryWriter& out, const Record& record);
/// Zeros where the bytes are bad; `in.ok()` says so.
[[nodiscard]] Record read_record(BinaryReader& in);

}  // namespace shiji::projections
