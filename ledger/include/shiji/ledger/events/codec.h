// Between event structs and event bytes. The only code that sees generated FlatBuffers headers is behind this header.
//
// Guarantees: `decode_event` verifies the envelope and, for known types, the payload before anything is read; bytes
// that pass can be read without further checks. Nothing is ever re-encoded: patching changes Position and Causation in
// place. Errors: Refusal not_an_event / missing_field / out_of_range / event_too_large; `place` is a JSON pointer
// ("/payload/name"). Threads: any thread. Cost: decoding about 0.35 us, no allocation except for vectors in the
// envelope.
#pragma once

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/result.h"

#include <deque>

namespace shiji::ledger {

inline constexpr std::size_t event_bytes_max = 65'535;  // an entry of a C2SP tile bundle has a u16 length
inline constexpr std::size_t stream_bytes_max = 256;

/// `bytes` must be 8-aligned (misuse aborts) and outlive the result. Verifies; reports unknown types as
/// EventType::unknown (the caller decides whether that is a refusal).
[[nodiscard]] Result<DecodedEvent> decode_event(Bytes bytes);
/// The same of an 8-aligned copy of bytes that were decoded, and found to be of `type`: nothing is verified again.
[[nodiscard]] DecodedEvent decode_copy(Bytes copy, EventType type);

/// Builds event bytes. `event.payload` must be a verified payload of `event.type`.
/// The result's size is a multiple of 8, and `result.data()` is suitably aligned.
[[nodiscard]] Buffer encode_event(const Event& event);

/// Encodes a payload struct: `encode_payload(training::RosterFixed{...})`.
template <typename T>
[[nodiscard]] Buffer encode_payload(const T& payload) {
  return write_payload(payload);
}

/// The form of a command (what a client submits, as bytes): a known type, a stream name of 1 to 256 bytes of printable
/// text in its type's family, no position and no causation, and nothing of the event lying where the sequencer patches
/// or under what signatures leave out. Refuses unknown_type, bad_stream_name, position_given, not_an_event.
[[nodiscard]] Status check_command(const DecodedEvent& event);

/// Whether `stream` may carry events of `type`: "session/x" for a type of family "session", or the family alone.
[[nodiscard]] bool is_stream_of(EventType type, std::string_view stream);

/// Where the mutable structs of an event lie in its bytes; 0 where absent. Found once, then patched.
struct PatchOffsets {
  std::uint32_t position = 0;
  std::uint32_t causation = 0;
  std::uint32_t signature = 0;
  std::uint32_t submission_signature = 0;
};
[[nodiscard]] PatchOffsets patch_offsets(const DecodedEvent& event);

/// Each aborts when the event has no such struct.
void patch_position(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Position& position);
void patch_causation(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Causation& causation);
void patch_signature(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Signature& signature);
void patch_submission_signature(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Signature& signature);

/// The leaf hash of the bytes without Position and both signatures: what signatures and submission digests cover.
[[nodiscard]] Hash content_digest(Bytes bytes, const PatchOffsets& offsets);

/// Hashes what lies before everything that is patched, which is nearly all of an event that our builders made. Content
/// digest and leaf hash go on from there.
[[nodiscard]] LeafHashStart start_of_hashes(Bytes bytes, const PatchOffsets& offsets);
/// The same of several events, `offsets` of each: faster than one by one on some processors.
[[nodiscard]] std::vector<LeafHashStart> starts_of_hashes(std::span<const Bytes> events,
                                                          std::span<const PatchOffsets> offsets);
[[nodiscard]] Hash leaf_hash(const LeafHashStart& start, Bytes bytes);
[[nodiscard]] Hash content_digest(const LeafHashStart& start, Bytes bytes, const PatchOffsets& offsets);

/// content_digest of many events, beside one another. Starts and bytes stay where they are until `hash`.
class ContentDigests {
 public:
  void add(const LeafHashStart& start, Bytes bytes, const PatchOffsets& offsets);
  /// Of each that was added since the last time, in their order; good until the next time.
  [[nodiscard]] std::span<const Hash> hash();

 private:
  std::vector<const LeafHashStart*> starts_;
  std::deque<LeafHashStart> own_starts_;  // where what was given covers what a signature leaves out
  Buffer frames_;                         // of what is left to hash, one behind the other; grows, and stays
  std::size_t frames_size_ = 0;
  std::vector<std::size_t> sizes_;  // without the room around it
  std::vector<Bytes> rests_;
  std::vector<Hash*> out_;
  std::vector<Hash> hashes_;
};

/// The bytes content_digest hashes.
[[nodiscard]] Buffer content_of(Bytes bytes, const PatchOffsets& offsets);

}  // namespace shiji::ledger
