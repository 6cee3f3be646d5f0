#include "shiji/ledger/chain/link_checker.h"

#include "shiji/ledger/chain/hash.h"

#include <cstring>

namespace shiji::ledger {
namespace {

constexpr std::size_t first_slots = 1024;  // a power of two, as every later size

LinkFault fault_at(const LinkedEvent& event, LinkFaultKind kind, std::string expected, std::string actual) {
  return LinkFault{kind, event.sequence, std::string(event.stream), std::move(expected), std::move(actual)};
}

/// A damaged version of 2^64-1 must not make a slot look free.
std::uint64_t version_behind(std::uint64_t version) { return version + 1 == 0 ? version : version + 1; }

}  // namespace

StreamDigest digest_of_stream(std::string_view name) {
  const Hash hash = sha256(name);
  StreamDigest digest;
  std::memcpy(digest.data(), hash.bytes.data(), sizeof(digest));
  return digest;
}

std::string_view name_of(LinkFaultKind kind) {
  switch (kind) {
    case LinkFaultKind::sequence_gap:
      return "sequence_gap";
    case LinkFaultKind::previous_mismatch:
      return "previous_mismatch";
    case LinkFaultKind::time_went_back:
      return "time_went_back";
    case LinkFaultKind::version_not_dense:
      return "version_not_dense";
    case LinkFaultKind::stream_previous_mismatch:
      return "stream_previous_mismatch";
  }
  return "unknown";
}

LinkChecker::LinkChecker() : slots_(first_slots) {}

void LinkChecker::feed(const LinkedEvent& event, const FaultSink& sink) {
  check_ledger_link(event, sink);
  const auto digest = event.stream_digest ? *event.stream_digest : digest_of_stream(event.stream);
  last_slot_ = slot_of(digest);
  Slot& slot = slots_[last_slot_];
  check_stream_link(event, slot, sink);
  if (slot.next_version == 0) {
    ++streams_;
    slot.name_digest = digest;
  }
  slot.next_version = version_behind(event.version.value);
  slot.sequence = event.sequence.value;
  slot.leaf = event.leaf;
  if (streams_ * 4 <= slots_.size() * 3) return;
  grow();
  last_slot_ = slot_of(digest);
}

void LinkChecker::follow(std::uint64_t count, Time recorded_at, const Hash& leaf) {
  Slot& slot = slots_[last_slot_];
  slot.next_version = version_behind(slot.next_version + count - 1);
  slot.sequence += count;
  slot.leaf = leaf;
  next_ = Sequence{next_.value + count};
  next_if_misnumbered_.reset();
  last_leaf_ = leaf;
  last_time_ = recorded_at;
}

std::optional<LinkChecker::StreamHead> LinkChecker::head_of(std::string_view stream) const {
  const Slot& slot = slots_[slot_of(digest_of_stream(stream))];
  if (slot.next_version == 0) return std::nullopt;
  return StreamHead{Version{slot.next_version - 1}, Sequence{slot.sequence}, slot.leaf};
}

void LinkChecker::check_ledger_link(const LinkedEvent& event, const FaultSink& sink) {
  const bool was_misnumbered = event.sequence != next_ && event.sequence == next_if_misnumbered_;
  const bool is_next = event.sequence == next_ || was_misnumbered;
  if (was_misnumbered) gap_.reset();
  next_if_misnumbered_.reset();
  if (!is_next) {
    sink(fault_at(event, LinkFaultKind::sequence_gap, std::to_string(next_.value),
                  std::to_string(event.sequence.value)));
    if (event.sequence > next_) gap_ = event.sequence;
    next_if_misnumbered_ = Sequence{next_.value + 1};
  } else if (event.previous != last_leaf_) {
    sink(fault_at(event, LinkFaultKind::previous_mismatch, to_hex(last_leaf_.span()), to_hex(event.previous.span())));
  }
  if (!is_first_ && event.recorded_at < last_time_)
    sink(fault_at(event, LinkFaultKind::time_went_back, to_text(last_time_), to_text(event.recorded_at)));
  next_ = Sequence{event.sequence.value + 1};
  last_leaf_ = event.leaf;
  last_time_ = event.recorded_at;
  is_first_ = false;
}

void LinkChecker::check_stream_link(const LinkedEvent& event, const Slot& slot, const FaultSink& sink) const {
  const bool may_have_lost = gap_ && (slot.next_version == 0 || slot.sequence < gap_->value);
  if (event.version.value != slot.next_version) {
    if (may_have_lost && event.version.value > slot.next_version) return;
    sink(fault_at(event, LinkFaultKind::version_not_dense, std::to_string(slot.next_version),
                  std::to_string(event.version.value)));
    return;
  }
  if (event.stream_previous != slot.leaf)
    sink(fault_at(event, LinkFaultKind::stream_previous_mismatch, to_hex(slot.leaf.span()),
                  to_hex(event.stream_previous.span())));
}

std::size_t LinkChecker::slot_of(const StreamDigest& name_digest) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = name_digest[0] & mask;
  while (slots_[at].next_version != 0 && slots_[at].name_digest != name_digest) at = (at + 1) & mask;
  return at;
}

void LinkChecker::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.next_version != 0) slots_[slot_of(slot.name_digest)] = slot;
}

}  // namespace shiji::ledger
