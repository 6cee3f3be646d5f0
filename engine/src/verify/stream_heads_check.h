// StreamHeadsCheck: every recorded root over the heads of streams, computed again from the events alone.
//
// What: takes every event in order and keeps each stream's last event. A record speaks of a tree size somewhat before
// its own event, so the newest events wait in a queue until a record, or the bound on that distance, decides that they
// count. Guarantees: nothing of the index is used. A root that differs is reported where it stands; records that follow
// one another are reported once, because one wrong head stays wrong. Ownership: keeps no view of what it was given.
// Threads: one at a time. Cost: about 0.02 us an event in a run of its stream's,
// 0.1 us alone; some 130 bytes a stream, 32 bytes an event that waits and 40 a run of them.
#pragma once

#include "shiji/ledger/chain/link_checker.h"
#include "shiji/ledger/chain/stream_heads.h"
#include "shiji/ledger/events/event.h"

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace shiji::engine {

/// Leaf hashes of events in order, appended at one end and dropped at the other.
class WaitingLeaves {
 public:
  void append(std::span<const ledger::Hash> leaves);
  /// Of event `at`, which was appended and not dropped.
  [[nodiscard]] const ledger::Hash& operator[](std::uint64_t at) const {
    return blocks_[at / width - dropped_][at % width];
  }
  /// Those before `at` may go.
  void drop_before(std::uint64_t at);

 private:
  static constexpr std::size_t width = 4'096;
  std::deque<std::unique_ptr<ledger::Hash[]>> blocks_;
  std::vector<std::unique_ptr<ledger::Hash[]>> spare_;  // memory that was written before costs less than new one
  std::uint64_t size_ = 0;
  std::uint64_t dropped_ = 0;  // blocks
};

class StreamHeadsCheck {
 public:
  using WrongHeads = std::function<void(const std::string& message)>;

  StreamHeadsCheck();
  /// The event at the next sequence.
  void take(const ledger::LinkedEvent& event);
  /// Events behind it in its stream, one behind the other: the leaf hash of each.
  void follow(std::span<const ledger::Hash> leaves);
  /// Events are missing: what streams they were of cannot be known, so roots can no longer be checked.
  void lose() { complete_ = false; }
  /// `recorded` is the payload of the event taken last.
  void check(const ledger::control::StreamHeadsRecorded& recorded, const WrongHeads& report);

 private:
  /// Events of one stream, one behind the other.
  struct Run {
    ledger::StreamDigest stream;
    std::uint64_t first;    // how many events came before it
    std::uint64_t version;  // of the first
    std::uint64_t name_at;  // in names_, of a stream that begins
  };
  struct Stream {
    ledger::StreamDigest digest;
    std::uint64_t version;
    ledger::Hash leaf;
    std::uint64_t name_at;
    std::uint32_t next_of_bucket;
  };

  void append(std::span<const ledger::Hash> leaves);
  void apply_until(std::uint64_t end);
  void apply(const Run& run, std::uint64_t last);
  [[nodiscard]] std::size_t slot_of(const ledger::StreamDigest& stream) const;
  void add_stream(const Run& run, std::size_t slot);
  void grow();
  void touch(ledger::StreamBucket bucket);
  [[nodiscard]] std::string_view name_of(const Stream& stream) const;
  [[nodiscard]] ledger::Hash root();

  bool complete_ = true;
  bool was_wrong_ = false;
  std::uint64_t applied_ = 0;  // events that count
  std::uint64_t taken_ = 0;
  std::deque<Run> runs_;  // the events from `applied_` on, or from somewhat before
  WaitingLeaves leaves_;  // of the same
  std::string names_;     // u16 length and name, end to end
  std::vector<Stream> streams_;
  std::vector<std::uint32_t> slots_;            // index into streams_, found by digest
  std::vector<std::uint32_t> first_of_bucket_;  // index into streams_
  std::vector<bool> is_touched_;
  std::vector<ledger::StreamBucket> touched_;
  ledger::StreamHeadTree tree_;
};

}  // namespace shiji::engine
