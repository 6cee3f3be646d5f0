// Events as the rest of Shiji sees them: plain structs over the stored bytes.
//
// What: `Event` (generated from schemas/event.fbs) is the envelope; each payload table of the schemas is a plain struct
// in a namespace of its area (training::SessionSignedIn), with `static constexpr EventType type`. Both come from
// "shiji/ledger/events/payloads.h", which is generated at build time from the schemas by ledger/codegen: adding an
// event type is adding a table.
//
// How a table becomes a struct: string -> std::string_view; optional string or struct or scalar (= null) ->
// std::optional<...> except where the schema says (required) or (must), then the plain type; [ubyte] -> Bytes;
// [scalar] and [struct] -> std::span<const T>; [string] -> std::vector<std::string_view>; [table] -> std::vector<T>;
// table -> T when required, else std::optional<T>; enums -> enum class of the same name and names; shiji.Hash, Subject,
// KeyId, PublicKey, SignatureBytes, Nonce -> the types of ids.h; (time_us) -> Time, (date) -> Date,
// (sequence) -> Sequence, (version) -> Version. Snake-case names stay as they are.
//
// Ownership: every view points into the bytes that were decoded; the bytes must outlive the struct.
// Threads: immutable.
#pragma once

#include "shiji/ledger/events/payloads.h"
#include "shiji/ledger/ids.h"

namespace shiji::ledger {

/// An envelope with the bytes it came from. `bytes` is 8-aligned.
struct DecodedEvent {
  Bytes bytes;
  Event event;
  EventType type;  ///< of event.type; EventType::unknown when this build does not know it
};

/// Reads the payload. Aborts when `T` is not the event's type: callers switch on `type` first. The payload was verified
/// when the event was decoded.
template <typename T>
[[nodiscard]] T payload_of(const DecodedEvent& event) {
  return read_payload<T>(event.type, event.event.payload);
}

}  // namespace shiji::ledger
