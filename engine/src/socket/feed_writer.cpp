#include "socket/feed_writer.h"

#include "socket/frames.h"
#include "socket/messages.h"

namespace shiji::engine {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t chunk_frames_bytes = std::size_t{32} << 10;

}  // namespace

FeedWriter::FeedWriter(HttpExchange& exchange, FeedLimits limits)
    : exchange_(exchange), limits_(limits), outgoing_(exchange.begin_chunks()) {}

void FeedWriter::flush() {
  if (frames_.empty()) return;
  append_chunk(outgoing_, frames_);
  frames_.clear();
  (void)exchange_.send(outgoing_, milliseconds(0));
}

bool FeedWriter::wait_for_reader() {
  if (outgoing_.size() > limits_.backlog_bytes && !exchange_.send(outgoing_, limits_.patience)) {
    too_slow_ = !exchange_.gone();
  }
  return !too_slow_ && !exchange_.gone();
}

bool FeedWriter::event(const RecordedEvent& recorded) {
  const auto bytes = recorded.event.bytes;
  append_frame(frames_, FrameKind::event, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  next_ = {recorded.event.event.position.sequence.value + 1};
  news_ = true;
  if (frames_.size() >= chunk_frames_bytes) flush();
  return wait_for_reader();
}

bool FeedWriter::at_head(const Head& head) {
  const auto now = steady_clock::now();
  if (news_ || now - told_ >= limits_.heartbeat) {
    append_frame(frames_, FrameKind::heartbeat, to_wire(head));
    told_ = now;
    news_ = false;
  }
  flush();
  if (outgoing_.size() > 0) (void)exchange_.send(outgoing_, milliseconds(0));
  return wait_for_reader() && !exchange_.stopping();
}

void FeedWriter::finish(const ledger::Status& outcome) {
  if (too_slow_) {
    const ledger::Error slow{ledger::ErrorCode::reader_too_slow, "event " + std::to_string(next_.value),
                             "resume from " + std::to_string(next_.value)};
    append_frame(frames_, FrameKind::error, failure_to_wire(slow));
  } else if (outcome) {
    append_frame(frames_, FrameKind::end, {});
  } else {
    append_frame(frames_, FrameKind::error, failure_to_wire(outcome.failure()));
  }
  flush();
  append_chunk(outgoing_, {});
  exchange_.send_all(outgoing_);
}

}  // namespace shiji::engine
