#include "append/batch_scheduling.h"

#include <catch2/catch.hpp>

#include <sched.h>
#include <thread>

using namespace shiji;

TEST_CASE("a thread asks for batch scheduling for itself alone") {
  const int before = sched_getscheduler(0);
  int within = before;
  std::thread([&] {
    engine::schedule_this_thread_as_batch();
    within = sched_getscheduler(0);
  }).join();
  CHECK(within == SCHED_BATCH);
  CHECK(sched_getscheduler(0) == before);
}
