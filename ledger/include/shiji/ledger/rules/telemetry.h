// Telemetry records: many small ones in one event, each provable on its own.
//
// What: the records of a telemetry.BatchRecorded as plain values, their leaf data, the root over them, and the proof of
// one. A record's leaf is SHA-256(0x00 || data) with data = time (i64, microseconds UTC) || kind (u8) || subject (16
// bytes) || object (u16 length || bytes), big-endian; the root is that of RFC 6962 (docs/formats/telemetry.md).
// Guarantees: pure. Errors: refusals 581 to 583 with the place in the payload. Ownership: records view the payload's
// bytes. Threads: any thread. Cost: the root takes two hashes a record.
#pragma once

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

#include <optional>
#include <string_view>
#include <vector>

namespace shiji::ledger {

struct TelemetryRecord {
  Time at;
  std::uint8_t kind = 0;
  Subject person;
  std::string_view object;  ///< empty: none
};

/// Columns of one length that name what is there, as many as `count` says, in the order of their times.
[[nodiscard]] Status check_columns(const telemetry::BatchRecorded& batch);
/// `batch` has passed check_columns; `index` is below its count.
[[nodiscard]] TelemetryRecord telemetry_record(const telemetry::BatchRecorded& batch, std::uint32_t index);
/// Leaf data, and back: nothing when the bytes are not one record's. The record views `data`.
[[nodiscard]] Buffer telemetry_data(const TelemetryRecord& record);
[[nodiscard]] std::optional<TelemetryRecord> telemetry_record_from(Bytes data);
[[nodiscard]] Hash telemetry_leaf(const TelemetryRecord& record);
[[nodiscard]] std::vector<Hash> telemetry_leaves(const telemetry::BatchRecorded& batch);
[[nodiscard]] Hash telemetry_root(const telemetry::BatchRecorded& batch);
/// The RFC 6962 inclusion proof of one record under the batch's root.
[[nodiscard]] std::vector<Hash> telemetry_path(const telemetry::BatchRecorded& batch, std::uint32_t index);

/// The rules a batch is held to that need no state: columns, count, root.
[[nodiscard]] Status check_telemetry(const telemetry::BatchRecorded& batch);

}  // namespace shiji::ledger
