// FeedReader: frames of a feed made into recorded events again, and whether they are the right ones.
//
// What: copies each event where it can be read, decodes and hashes it, and checks that it follows the one before: in a
// feed by sequence and link, in a stream by version and the stream's link, in a search by rising sequence and filter.
// Guarantees: the visitor sees no event that does not fit. Errors: corrupt with the sequence; connection_lost when the
// body ended without an end or an error frame; bad_message. Threads: one thread at a time.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "socket/frames.h"

#include <optional>

namespace shiji::engine {

class FeedReader {
 public:
  /// A feed from `next`: by sequence.
  FeedReader(ledger::Sequence next, const EventVisitor& visit, const HeadVisitor& at_head)
      : next_(next.value), visit_(visit), at_head_(at_head) {}
  /// A stream from `next`: by version.
  FeedReader(ledger::Version next, const EventVisitor& visit)
      : next_(next.value), of_(Of::stream), visit_(visit), at_head_(none()) {}
  /// What matches `filter`, which must outlive this.
  FeedReader(const ledger::EventFilter& filter, const EventVisitor& visit)
      : of_(Of::search), filter_(&filter), visit_(visit), at_head_(none()) {}

  /// A piece of the body. False: read no further.
  [[nodiscard]] bool add(std::string_view piece);
  /// What came of it, when the body has ended or `add` said false.
  [[nodiscard]] ledger::Status outcome() const;
  [[nodiscard]] bool stopped() const { return stopped_; }  ///< by a visitor

 private:
  enum class Of { ledger, stream, search };
  [[nodiscard]] static const HeadVisitor& none();
  [[nodiscard]] bool take(FrameKind kind, std::string_view bytes);
  [[nodiscard]] bool take_event(std::string_view bytes);
  [[nodiscard]] std::string place() const;
  [[nodiscard]] bool fits(const ledger::DecodedEvent& event) const;
  bool fail(ledger::Failure failure);

  std::uint64_t next_ = 0;  // a sequence; of a stream: a version
  Of of_ = Of::ledger;
  const ledger::EventFilter* filter_ = nullptr;
  const EventVisitor& visit_;
  const HeadVisitor& at_head_;
  FrameReader frames_;
  ledger::Buffer aligned_;
  std::optional<ledger::Hash> last_;  // leaf hash of the event before
  std::optional<ledger::Failure> failure_;
  bool ended_ = false;
  bool stopped_ = false;
};

}  // namespace shiji::engine
