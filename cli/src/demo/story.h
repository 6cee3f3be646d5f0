// The story: a plan told as events, in the order of the time at which they were recorded.
//
// What: schools and teachers in January (those hired for autumn in August), each session announced, its roster fixed,
// its sign-ins and sign-outs sent in by the terminals every ten minutes (or typed in from a paper roll on the evening),
// closed; between them the rest of the year; control.DemoEnded last. Guarantees: a function of the plan and the seed;
// nothing is recorded before it happened.
#pragma once

#include "demo/event_sink.h"
#include "demo/plan.h"
#include "demo/year/year.h"

#include <functional>

namespace shiji::cli::demo {

/// When the ledger is created: before anything of the story.
[[nodiscard]] ledger::Time story_begins();

struct StoryEnd {
  std::uint64_t seed;
  std::uint32_t scale_ppm;
};
/// `step(done, total)` counts what is told; it may be empty.
[[nodiscard]] ledger::Status tell(const Plan& plan, const Year& year, const StoryEnd& end, EventSink& sink,
                                  const std::function<void(std::uint64_t, std::uint64_t)>& step);

}  // namespace shiji::cli::demo
