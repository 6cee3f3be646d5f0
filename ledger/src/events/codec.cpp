#include "shiji/ledger/events/codec.h"

#include "event_generated.h"
#include "events/patch_room.h"
#include "events/table_access.h"
#include "shiji/ledger/chain/hash.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace shiji::ledger {
namespace {

std::uint32_t offset_in(Bytes bytes, const void* place) {
  if (place == nullptr) return 0;
  return static_cast<std::uint32_t>(static_cast<const std::uint8_t*>(place) - bytes.data());
}

/// Of a struct at the end: of the only element of its vector.
template <typename Vector>
std::uint32_t offset_of_only(Bytes bytes, const Vector* vector) {
  return vector == nullptr ? 0 : offset_in(bytes, vector->Data());
}

template <typename T>
void patch(std::span<std::uint8_t> bytes, std::uint32_t offset, const T& value) {
  SHIJI_ASSERT(offset != 0 && offset + sizeof(T) <= bytes.size(), "the event has room for what is patched");
  std::memcpy(bytes.data() + offset, &value, sizeof(T));
}

/// What signatures leave out, in the order of the bytes. Each as one number, so that ordering them stays in registers:
/// this is done for every event that is hashed.
std::array<std::uint64_t, 3> left_out(const PatchOffsets& offsets) {
  const auto place = [](std::uint32_t offset, std::size_t size) { return std::uint64_t{offset} << 32U | size; };
  const auto a = place(offsets.position, sizeof(Position));
  const auto b = place(offsets.signature, sizeof(Signature));
  const auto c = place(offsets.submission_signature, sizeof(Signature));
  const auto low = std::min(a, b);
  const auto high = std::max(a, b);
  return {std::min(low, c), std::max(low, std::min(high, c)), std::max(high, c)};
}

/// Copies the event from `start` on without them; returns how many bytes that were.
std::size_t copy_content(Bytes bytes, std::size_t start, const PatchOffsets& offsets, std::uint8_t* to) {
  auto* out = to;
  const auto copy = [&](std::size_t end) {
    if (end != start) std::memcpy(out, bytes.data() + start, end - start);
    out += end - start;
  };
  for (const auto place : left_out(offsets)) {
    const auto offset = static_cast<std::size_t>(place >> 32U);
    if (offset == 0 || offset < start) continue;  // absent; or in another's place, which no accepted event has
    copy(offset);
    start = offset + static_cast<std::uint32_t>(place);
  }
  copy(bytes.size());
  return static_cast<std::size_t>(out - to);
}

Refusal refusal_of(TableFault fault, const char* under) {
  const bool malformed = fault.code == RefusalCode::not_an_event;
  return {fault.code, under + std::move(fault.field), malformed ? "a sound FlatBuffer" : "", ""};
}

/// The event without what is patched or signed around, encoded anew.
Buffer without_patched(Event event) {
  event.position = {};
  event.causation.reset();
  event.signature.reset();
  event.submission_signature.reset();
  return encode_event(event);
}

/// Fills a signature with other values than it has; its algorithm stays a known one.
void disturb(Buffer& bytes, std::uint32_t offset) {
  if (offset == 0) return;
  bytes[offset] = bytes[offset] == 1 ? 2 : 1;
  for (std::size_t i = 1; i < sizeof(Signature); ++i) bytes[offset + i] ^= 0xffU;
}

/// Whether two of what is patched or left out of signatures lie in one place.
bool patched_meet(const PatchOffsets& offsets) {
  const auto meet = [](std::uint32_t a, std::size_t a_size, std::uint32_t b, std::size_t b_size) {
    return a != 0 && b != 0 && a < b + b_size && b < a + a_size;
  };
  return meet(offsets.position, sizeof(Position), offsets.signature, sizeof(Signature)) ||
         meet(offsets.position, sizeof(Position), offsets.submission_signature, sizeof(Signature)) ||
         meet(offsets.signature, sizeof(Signature), offsets.submission_signature, sizeof(Signature));
}

/// Whether something else of the event lies where the sequencer writes or under what signatures leave out. Tables of a
/// FlatBuffer may share bytes; here that would let a signed or checked value change afterwards.
bool shares_bytes(const DecodedEvent& event) {
  const auto offsets = patch_offsets(event);
  if (patched_meet(offsets)) return true;
  Buffer copy(event.bytes.begin(), event.bytes.end());
  std::fill_n(copy.begin() + offsets.position, sizeof(Position), std::uint8_t{1});
  disturb(copy, offsets.signature);
  disturb(copy, offsets.submission_signature);
  const auto disturbed = decode_event(copy);
  if (!disturbed || disturbed->type != event.type) return true;
  const auto again = patch_offsets(*disturbed);
  if (again.position != offsets.position || again.signature != offsets.signature ||
      again.submission_signature != offsets.submission_signature) {
    return true;
  }
  return without_patched(disturbed->event) != without_patched(event.event);
}

}  // namespace

Result<DecodedEvent> decode_event(Bytes bytes) {
  if (bytes.size() > event_bytes_max) {
    return Refusal{RefusalCode::event_too_large, "", std::to_string(event_bytes_max), std::to_string(bytes.size())};
  }
  if (auto fault = fault_of_table<Event>(bytes)) return refusal_of(std::move(*fault), "");
  // Made where it is returned: an event is large enough for copies to count.
  Result<DecodedEvent> out(DecodedEvent{bytes, read_table<Event>(bytes), EventType::unknown});
  out->type = event_type_of(out->event.type);
  if (out->type != EventType::unknown) {
    if (auto fault = fault_of_payload(out->type, out->event.payload)) return refusal_of(std::move(*fault), "/payload");
  }
  return out;
}

DecodedEvent decode_copy(Bytes copy, EventType type) { return {copy, read_table<Event>(copy), type}; }

Buffer encode_event(const Event& event) { return write_table(event); }

bool is_stream_of(EventType type, std::string_view stream) {
  if (stream.empty() || stream.size() > stream_bytes_max || !is_plain_text(stream)) return false;
  if (stream.find_first_of("\t\n ") != std::string_view::npos) return false;
  const auto family = info_of(type).stream_family;
  if (stream.substr(0, family.size()) != family) return false;
  return stream.size() == family.size() || (stream[family.size()] == '/' && stream.size() > family.size() + 1);
}

Status check_command(const DecodedEvent& event) {
  if (event.type == EventType::unknown) {
    return Refusal{RefusalCode::unknown_type, "/type", "", std::string(event.event.type)};
  }
  if (!is_stream_of(event.type, event.event.stream)) {
    return Refusal{RefusalCode::bad_stream_name, "/stream", std::string(info_of(event.type).stream_family) + "/...",
                   std::string(event.event.stream)};
  }
  if (!(event.event.position == Position{})) return Refusal{RefusalCode::position_given, "/sequence", "", ""};
  if (event.event.causation) return Refusal{RefusalCode::position_given, "/causation", "", ""};
  if (!surely_apart(event) && shares_bytes(event))
    return Refusal{RefusalCode::not_an_event, "", "fields that share no bytes", ""};
  return done();
}

PatchOffsets patch_offsets(const DecodedEvent& event) {
  const auto* table = root<::shiji::Event>(event.bytes);
  return {offset_of_only(event.bytes, table->position()), offset_in(event.bytes, table->causation()),
          offset_of_only(event.bytes, table->signature()), offset_of_only(event.bytes, table->submission_signature())};
}

void patch_position(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Position& position) {
  patch(bytes, offsets.position, position);
}

void patch_causation(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Causation& causation) {
  patch(bytes, offsets.causation, causation);
}

void patch_signature(std::span<std::uint8_t> bytes, const PatchOffsets& offsets, const Signature& signature) {
  patch(bytes, offsets.signature, signature);
}

void patch_submission_signature(std::span<std::uint8_t> bytes, const PatchOffsets& offsets,
                                const Signature& signature) {
  patch(bytes, offsets.submission_signature, signature);
}

Buffer content_of(Bytes bytes, const PatchOffsets& offsets) {
  Buffer content(bytes.size());
  content.resize(copy_content(bytes, 0, offsets, content.data()));
  return content;
}

namespace {

/// All before what is filled in late.
Bytes early_part(Bytes bytes, const PatchOffsets& offsets) {
  std::size_t first = bytes.size();
  for (const std::size_t offset : {offsets.position, offsets.signature, offsets.submission_signature}) {
    if (offset != 0) first = std::min(first, offset);
  }
  return bytes.first(first);
}

}  // namespace

LeafHashStart start_of_hashes(Bytes bytes, const PatchOffsets& offsets) {
  return LeafHashStart(early_part(bytes, offsets));
}

std::vector<LeafHashStart> starts_of_hashes(std::span<const Bytes> events, std::span<const PatchOffsets> offsets) {
  std::vector<Bytes> firsts;
  firsts.reserve(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) firsts.push_back(early_part(events[i], offsets[i]));
  return LeafHashStart::of_each(firsts);
}

Hash leaf_hash(const LeafHashStart& start, Bytes bytes) { return start.finish(bytes.subspan(start.size())); }

Hash content_digest(const LeafHashStart& start, Bytes bytes, const PatchOffsets& offsets) {
  std::array<std::uint8_t, 512> rest;  // what our own builders leave there is a few bytes
  if (bytes.size() - start.size() > rest.size()) return leaf_hash(content_of(bytes, offsets));
  return start.finish(std::span(rest).first(copy_content(bytes, start.size(), offsets, rest.data())));
}

Hash content_digest(Bytes bytes, const PatchOffsets& offsets) {
  return content_digest(start_of_hashes(bytes, offsets), bytes, offsets);
}

void ContentDigests::add(const LeafHashStart& start, Bytes bytes, const PatchOffsets& offsets) {
  const bool goes_on = start.size() <= early_part(bytes, offsets).size();
  const auto& from = goes_on ? start : own_starts_.emplace_back(start_of_hashes(bytes, offsets));
  const std::size_t room = LeafFrame::size(bytes.size() - from.size());
  if (frames_.size() < frames_size_ + room) frames_.resize(2 * (frames_size_ + room));
  auto* rest = frames_.data() + frames_size_ + LeafFrame::before;
  const auto size = copy_content(bytes, from.size(), offsets, rest);
  LeafFrame::close({rest, size}, from.size());
  frames_size_ += LeafFrame::size(size);
  starts_.push_back(&from);
  sizes_.push_back(size);
}

std::span<const Hash> ContentDigests::hash() {
  rests_.clear();
  out_.clear();
  hashes_.resize(sizes_.size());
  std::size_t frame = 0;
  for (std::size_t i = 0; i < sizes_.size(); ++i) {
    rests_.push_back(Bytes(frames_).subspan(frame + LeafFrame::before, sizes_[i]));
    out_.push_back(&hashes_[i]);
    frame += LeafFrame::size(sizes_[i]);
  }
  LeafHashStart::finish_framed(starts_, rests_, out_);
  starts_.clear();
  own_starts_.clear();
  sizes_.clear();
  frames_size_ = 0;
  return hashes_;
}

}  // namespace shiji::ledger
