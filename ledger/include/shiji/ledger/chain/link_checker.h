// The links of a ledger, checked from the first event to the last: the core of `verify`, in the engine and offline.
//
// What: fed every event in stored order with the leaf hash recomputed from its bytes, it reports each place where
// sequence, ledger link, recorded time, version or stream link is not what it must be. The first event of the ledger
// and of each stream has number 0 and a zero link. Guarantees: goes on after a fault from what is stored, so that one
// damage is reported where it is and not again at every later event; versions and links lost within a reported gap of
// sequences are not reported a second time. Ownership: keeps no view of what it was fed. Threads: one thread at a time.
// Cost: about 0.2 us an event; 64 bytes for each stream (twice that while its table grows), found by the first 128 bits
// of SHA-256 of its name.
#pragma once

#include "shiji/ledger/ids.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shiji::ledger {

/// What stands for a stream's name in the checker's table.
using StreamDigest = std::array<std::uint64_t, 2>;
[[nodiscard]] StreamDigest digest_of_stream(std::string_view name);

/// What of an event the links are made of. `leaf` is computed from the stored bytes, never read.
struct LinkedEvent {
  Sequence sequence;
  Version version;
  Time recorded_at;
  Hash previous;
  Hash stream_previous;
  std::string_view stream;
  Hash leaf;
  std::optional<StreamDigest> stream_digest{};  ///< where somebody computed it already
};

enum class LinkFaultKind : std::uint8_t {
  sequence_gap,              ///< not the number after the one before it
  previous_mismatch,         ///< does not name the event before it
  time_went_back,            ///< recorded earlier than the event before it
  version_not_dense,         ///< not the number after the stream's last event
  stream_previous_mismatch,  ///< does not name the stream's last event
};
[[nodiscard]] std::string_view name_of(LinkFaultKind kind);

/// `sequence` is the one the event carries; for a gap, what is missing starts at `expected`.
struct LinkFault {
  LinkFaultKind kind;
  Sequence sequence;
  std::string stream;
  std::string expected;
  std::string actual;
};

class LinkChecker {
 public:
  using FaultSink = std::function<void(LinkFault fault)>;
  struct StreamHead {
    Version version;
    Sequence sequence;
    Hash leaf;
    auto operator<=>(const StreamHead&) const = default;
  };

  LinkChecker();
  /// The next event as stored. `sink` is called for each of its faults.
  void feed(const LinkedEvent& event, const FaultSink& sink);
  /// `count` events behind the one fed last, of its stream, each of which the caller found to be what must come next:
  /// sequence, version, both links, and not earlier than the one before. `recorded_at` and `leaf` are the last one's.
  void follow(std::uint64_t count, Time recorded_at, const Hash& leaf);
  /// The sequence that must come next: where a ledger that ends here ends.
  [[nodiscard]] Sequence next_sequence() const { return next_; }
  [[nodiscard]] std::uint64_t streams() const { return streams_; }
  [[nodiscard]] std::optional<StreamHead> head_of(std::string_view stream) const;

 private:
  struct alignas(64) Slot {  // one cache line
    StreamDigest name_digest;
    std::uint64_t next_version = 0;  // 0: the slot is free
    std::uint64_t sequence = 0;
    Hash leaf;
  };

  [[nodiscard]] std::size_t slot_of(const StreamDigest& name_digest) const;
  void grow();
  void check_ledger_link(const LinkedEvent& event, const FaultSink& sink);
  void check_stream_link(const LinkedEvent& event, const Slot& slot, const FaultSink& sink) const;

  std::vector<Slot> slots_;
  std::size_t last_slot_ = 0;  // of the event fed last
  std::uint64_t streams_ = 0;
  Sequence next_;
  std::optional<Sequence> next_if_misnumbered_;  // when the last event's own number was damaged and nothing is missing
  std::optional<Sequence> gap_;                  // the event after the latest gap
  Hash last_leaf_;
  Time last_time_;
  bool is_first_ = true;
};

}  // namespace shiji::ledger
