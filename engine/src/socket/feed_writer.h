// FeedWriter: a feed as frames in chunks, to a reader who may be slower than we are.
//
// What: frames wait in memory until the reader takes them, at most `backlog_bytes`; then the feed waits for the reader.
// A reader who takes nothing for `patience` while so much waits for him is ended: what waits is still his, and behind
// it an error that names the sequence to resume from. Guarantees: every feed that is not cut ends with an end or an
// error frame. Threads: one thread at a time.
#pragma once

#include "shiji/engine/owner/owner.h"
#include "socket/http_server.h"

#include <chrono>

namespace shiji::engine {

struct FeedLimits {
  std::size_t backlog_bytes = std::size_t{16} << 20;
  std::chrono::milliseconds patience{10'000};
  std::chrono::milliseconds heartbeat{200};
};

class FeedWriter {
 public:
  FeedWriter(HttpExchange& exchange, FeedLimits limits);
  /// False: no more of it.
  [[nodiscard]] bool event(const RecordedEvent& recorded);
  /// Everything up to `head` was sent: says so at once after events, and otherwise once in a while. False: no more.
  [[nodiscard]] bool at_head(const Head& head);
  void finish(const ledger::Status& outcome);

 private:
  void flush();
  [[nodiscard]] bool wait_for_reader();

  HttpExchange& exchange_;
  FeedLimits limits_;
  Outgoing outgoing_;
  std::string frames_;  // not yet in a chunk
  ledger::Sequence next_;
  bool news_ = true;  // something was sent since the last heartbeat
  std::chrono::steady_clock::time_point told_;
  bool too_slow_ = false;
};

}  // namespace shiji::engine
