// Between event structs and event bytes. The only code that sees generated FlatBuffers headers is behind this header.
//
// Guarantees: `decode_event` verifies the envelope and, for known types, the payload before anything is read; bytes that
// pass can be read without further checks. Nothing is ever re-encoded: patching changes Position and Causation in place.
// Errors: Refusal not_an_event / unknown_type / missing_field / event_too_large with the place in the buffer's terms.
// Threads: any thread. Cost: decoding about 0.2 us, no allocation except for vectors in the envelope.
#pragma once

#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

namespace shiji::ledger {

inline constexpr std::size_t event_bytes_max = 65'535;  // an entry of a C2SP tile bundle has a u16 length

/// `bytes` must be 8-aligned (misuse aborts) and outlive the result. Verifies; reports unknown types as
/// EventType::unknown (the caller decides whether that is a refusal).
[[nodiscard]] Result<DecodedEvent> decode_event(Bytes bytes);

/// Builds event bytes. `event.type` is taken from `type`; `event.payload` must be a verified payload of that type.
/// The result's size is a multiple of 8, and `result.data()` is suitably aligned.
[[nodiscard]] Buffer encode_event(const Event& event);

/// Encodes a payload struct: `encode_payload(training::RosterFixed{...})`.
template <typename T>
[[nodiscard]] Buffer encode_payload(const T& payload) {
  return write_payload(payload);
}

/// Where the mutable structs of an event lie in its bytes; 0 where absent. Found once, then patched.
struct PatchOffsets {
  std::uint32_t position = 0;
  std::uint32_t causation = 0;
  std::uint32_t signature = 0;
  std::uint32_t submission_signature = 0;
};
[[nodiscard]] PatchOffsets patch_offsets(const DecodedEvent& event);

void patch_position(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Position& position);
void patch_causation(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Causation& causation);
void patch_submission_signature(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Signature& signature);

/// SHA-256 of the bytes with Position and both signatures zeroed: what signatures and submission digests cover.
[[nodiscard]] Hash content_digest(Bytes bytes, const PatchOffsets& offsets);

}  // namespace shiji::ledger
