// Who sends when: many threads as fast as they can, or one at times fixed beforehand.
#pragma once

#include "measurement.h"
#include "shiji/engine/owner/owner.h"

#include <deque>
#include <functional>
#include <optional>

namespace shiji::bench {

/// Seconds in which `threads` threads call `work` for each number, whoever comes first.
double share_out(unsigned threads, std::size_t numbers, const std::function<void(std::size_t number)>& work);

/// A submission of an open loop: when it was meant to go, and what became of it.
struct Sent {
  SteadyTime planned, answered;
  ledger::Sequence sequence;
};

/// Submission `number`, made before its time; nullopt ends the loop.
using NextSubmission = std::function<std::optional<engine::Submission>(std::uint64_t number)>;

/// Sends `per_second` submissions a second, each at its time whether those before are answered or not; returns when all
/// are. Ends the process when one is not accepted.
[[nodiscard]] std::deque<Sent> send_open_loop(engine::Owner& owner, std::uint32_t per_second,
                                              const NextSubmission& next);

/// From the planned time to the receipt: a sender that comes late is late for whoever waits.
[[nodiscard]] std::vector<double> receipt_ms(const std::deque<Sent>& sent);

}  // namespace shiji::bench
