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

bool FeedReader::fits(const ledger::DecodedEvent& event) const {
  const auto& position = event.event.position;
  const auto place = of_stream_ ? position.version.value : position.sequence.value;
  const auto& link = of_stream_ ? position.stream_previous : position.previous;
  return place == next_ && (!last_ || *last_ == link);
}

bool FeedReader::take_event(std::string_view bytes) {
  aligned_.assign(bytes.begin(), bytes.end());
  auto event = ledger::decode_event(aligned_);
  const auto place = (of_stream_ ? "version " : "event ") + std::to_string(next_);
  if (!event) return fail(Error{ErrorCode::corrupt, place, "what the feed gives is not an event"});
  if (!fits(*event))
    return fail(Error{ErrorCode::corrupt, place, "the feed gives another event: a gap or a broken link"});
  const RecordedEvent recorded{std::move(*event), ledger::leaf_hash(aligned_)};
  last_ = recorded.leaf_hash;
  ++next_;
  stopped_ = !visit_(recorded);
  return !stopped_;
}

ledger::Status FeedReader::outcome() const {
  if (failure_) return *failure_;
  if (ended_ || stopped_) return ledger::done();
  return Error{ErrorCode::connection_lost, (of_stream_ ? "version " : "event ") + std::to_string(next_),
               "the feed was cut before it"};
}

}  // namespace shiji::engine
