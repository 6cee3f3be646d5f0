// Progress of long work: one line on standard error, drawn over itself, only on a terminal and never with --quiet.
//
// Threads: `step` may be called from any one thread at a time.
#pragma once

#include "context.h"

#include <chrono>
#include <cstdint>
#include <functional>

namespace shiji::cli {

class Progress {
 public:
  Progress(const Context& context, Message what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void step(std::uint64_t done, std::uint64_t total);
  /// What is being done now, where one call does several things.
  void turn_to(Message what) { what_ = what; }
  /// Takes the line away, before the answer is written.
  void clear();
  /// Empty where nothing is drawn, so that the work does not even call.
  [[nodiscard]] std::function<void(std::uint64_t, std::uint64_t)> callback();

 private:
  const Context& context_;
  Message what_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace shiji::cli
