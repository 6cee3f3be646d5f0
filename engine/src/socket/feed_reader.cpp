#include "socket/feed_reader.h"

#include "shiji/ledger/chain/hash.h"
#include "shiji/ledger/events/codec.h"
#include "socket/messages.h"

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

const HeadVisitor& FeedReader::none() {
  static const HeadVisitor goes_on = [](const Head&) { return true; };
  return goes_on;
}

bool FeedReader::fail(ledger::Failure failure) {
  failure_ = std::move(failure);
  return false;
}

bool FeedReader::add(std::string_view piece) {
  const auto more = frames_.add(piece, [this](FrameKind kind, std::string_view bytes) { return take(kind, bytes); });
  if (!more) return fail(more.failure());
  return *more;
}

bool FeedReader::take(FrameKind kind, std::string_view bytes) {
  if (ended_) return fail(Error{ErrorCode::bad_message, "feed", "a frame behind the end"});
  switch (kind) {
    case FrameKind::event:
      return take_event(bytes);
    case FrameKind::heartbeat: {
      const auto head = from_wire<Head>(bytes);
      if (!head) return fail(head.failure());
      stopped_ = !at_head_(*head);
      return !stopped_;
    }
    case FrameKind::end:
      break;
    case FrameKind::error:
      failure_ = failure_from_wire(bytes);
      break;
  }
  // The rest of the body is its last, empty chunk; reading it leaves the connection fit for the next request.
  ended_ = true;
  return true;
}

std::string FeedReader::place() const { return (of_ == Of::stream ? "version " : "event ") + std::to_string(next_); }

bool FeedReader::fits(const ledger::DecodedEvent& event) const {
  const auto& position = event.event.position;
  switch (of_) {
    case Of::ledger:
      return position.sequence.value == next_ && (!last_ || *last_ == position.previous);
    case Of::stream:
      return position.version.value == next_ && (!last_ || *last_ == position.stream_previous);
    case Of::search:
      break;
  }
  return position.sequence.value >= next_ && ledger::matches(*filter_, event);
}

bool FeedReader::take_event(std::string_view bytes) {
  aligned_.assign(bytes.begin(), bytes.end());
  auto event = ledger::decode_event(aligned_);
  if (!event) return fail(Error{ErrorCode::corrupt, place(), "what the feed gives is not an event"});
  if (!fits(*event))
    return fail(Error{ErrorCode::corrupt, place(), "the feed gives another event: a gap or a broken link"});
  const RecordedEvent recorded{std::move(*event), ledger::leaf_hash(aligned_)};
  last_ = recorded.leaf_hash;
  next_ = of_ == Of::search ? recorded.event.event.position.sequence.value + 1 : next_ + 1;
  stopped_ = !visit_(recorded);
  return !stopped_;
}

ledger::Status FeedReader::outcome() const {
  if (failure_) return *failure_;
  if (ended_ || stopped_) return ledger::done();
  return Error{ErrorCode::connection_lost, place(), "the feed was cut before it"};
}

}  // namespace shiji::engine
