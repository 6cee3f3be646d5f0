#include "stop_signals.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace shiji::cli {
namespace {

// A handler reaches nothing but what is global; both can be written from one.
std::atomic<bool> stop_came = false;
std::atomic<int> stop_event = -1;

void note_stop(int) {
  stop_came = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(stop_event, &one, sizeof one);
}

void handle_with(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals() {
  stop_event = ::eventfd(0, EFD_CLOEXEC);
  handle_with(note_stop);
}

StopSignals::~StopSignals() {
  handle_with(SIG_DFL);
  ::close(stop_event.exchange(-1));
}

bool StopSignals::came() const { return stop_came; }

void StopSignals::wait() const {
  std::uint64_t count = 0;
  while (!stop_came && (::read(stop_event, &count, sizeof count) >= 0 || errno == EINTR)) {
  }
}

}  // namespace shiji::cli
