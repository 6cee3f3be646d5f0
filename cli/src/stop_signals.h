// StopSignals: SIGINT and SIGTERM as something to look at or to wait for, while one of these lives.
//
// What: the first signal is remembered; a second one ends the process as it always does. Threads: any thread may look;
// one object at a time.
#pragma once

namespace shiji::cli {

class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  [[nodiscard]] bool came() const;
  void wait() const;
};

}  // namespace shiji::cli
