#include "progress.h"

#include "amounts.h"

#include <string>

namespace shiji::cli {
namespace {

constexpr auto time_between = std::chrono::milliseconds(100);

}  // namespace

Progress::Progress(const Context& context, Message what) : context_(context), what_(what) {}

Progress::~Progress() { clear(); }

void Progress::clear() {
  if (shown_) context_.out.note("\r\033[K");
  shown_ = false;
}

void Progress::step(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < time_between) return;
  last_ = now;
  shown_ = true;
  context_.out.note("\r\033[K" + context_.say(what_) + "  " + with_thousands(done) + " / " + with_thousands(total));
}

std::function<void(std::uint64_t, std::uint64_t)> Progress::callback() {
  if (context_.quiet || !context_.out.error_is_terminal()) return {};
  return [this](std::uint64_t done, std::uint64_t total) { step(done, total); };
}

}  // namespace shiji::cli
